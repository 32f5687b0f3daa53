"""Ids that say nothing, and secrets of which only the hash is kept."""

import hashlib
import secrets


def new_id() -> str:
    """An opaque id: 22 characters, safe in a URL, with 128 random bits."""
    return secrets.token_urlsafe(16)


def new_secret() -> str:
    """A secret for a cookie or a link: 43 characters, safe in a URL, with 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a secret. SHA-256 is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
