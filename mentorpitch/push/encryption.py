"""What only one browser can read: the keys it gave, and a message for it (RFC 8291)."""

import binascii
from base64 import urlsafe_b64decode
from typing import Final

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from mentorpitch.errors import Invalid

SECRET_BYTES: Final = 16
# All messages are as long as that, unless a name is very long: their length tells nothing.
PADDED_TO: Final = 1_024
RECORD: Final = 4_096  # one is all that a push service must take (RFC 8030, 7.2)


def encrypt(text: bytes, *, p256dh: str, auth: str) -> bytes:
    """`text` is JSON, so spaces at its end say nothing."""
    return bytes(
        http_ece.encrypt(
            text.ljust(PADDED_TO),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=from_base64url(p256dh),
            auth_secret=from_base64url(auth),
            rs=RECORD,
            version="aes128gcm",
        )
    )


def ensure_keys(p256dh: str, auth: str) -> None:
    """Raises Invalid unless a message could be encrypted for them."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(p256dh))
    except ValueError:
        raise Invalid("That is no public key of P-256.", field="p256dh") from None
    try:
        secret = from_base64url(auth)
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise Invalid("That is no secret of 16 bytes.", field="auth")


def from_base64url(text: str) -> bytes:
    """Raises ValueError."""
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("not base64url") from error
