"""Signatures of Standard Webhooks (github.com/standard-webhooks/standard-webhooks, 1.0). Pure."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
BYTES: Final = 32  # the standard wants 24 to 64


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(delivery_id: str, body: str, keys: Sequence[str], *, at: datetime) -> dict[str, str]:
    """Signed with every key, so that a receiver may know either of two while they change."""
    seconds = str(int(at.timestamp()))
    signed = f"{delivery_id}.{seconds}.{body}".encode()
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{_sign(key, signed)}" for key in keys),
    }


def _sign(key: str, signed: bytes) -> str:
    raw = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
