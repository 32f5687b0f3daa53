"""This server's own key, by which push services know it again (VAPID, RFC 8292).

It lies in a file of its own beside the database, for this account alone. Browsers bind their subscriptions to
it: with another key they are asked for anew, so it is made once and kept.
"""

import os
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

LASTS: Final = timedelta(hours=12)  # of a token; push services take none that lasts over a day


class PushKeys:
    """`contact` is an address by which a push service reaches who runs this: https: or mailto:."""

    def __init__(self, private: ec.EllipticCurvePrivateKey, *, contact: str) -> None:
        self._private = private
        self._contact = contact
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = to_base64url(point)  # what browsers subscribe with

    def authorization(self, endpoint: str, *, at: datetime) -> str:
        """The header by which the push service of `endpoint` sees that we are who was subscribed to."""
        parts = urlsplit(endpoint)
        said = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((at + LASTS).timestamp()),
            "sub": self._contact,
        }
        return f"vapid t={jwt.encode(said, self._private, algorithm='ES256')}, k={self.public}"


def open_keys(path: Path, *, contact: str) -> PushKeys:
    """Those of this server, made the first time. Blocking. Raises OSError for a file that is no key."""
    if not path.exists():
        _write(path, ec.generate_private_key(ec.SECP256R1()))
    path.chmod(0o600)
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise OSError(f"{path}: this is no key") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
        raise OSError(f"{path}: this is a key of another kind")
    return PushKeys(private, contact=contact)


def to_base64url(content: bytes) -> str:
    """Without padding, as everything of Web Push is written."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _write(path: Path, private: ec.EllipticCurvePrivateKey) -> None:
    """Whole or not at all, and never readable to others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with open(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
