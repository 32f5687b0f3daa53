"""A browser and its push service: takes what is sent there and reads it with the browser's keys (RFC 8291).

Read with nothing but HKDF and AES-GCM, so that it does not share its mistakes with the library that sends.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def b64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def derive(length: int, secret: bytes, *, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def decrypt(body: bytes, private: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """One record of aes128gcm (RFC 8188, 2), its key from the two public keys (RFC 8291, 3.4)."""
    salt, sender = body[:16], body[21 : 21 + body[20]]
    record = body[21 + body[20] :]
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    shared = private.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\0" + point_of(private.public_key()) + sender
    secret = derive(32, shared, salt=auth, info=info)
    key = derive(16, secret, salt=salt, info=b"Content-Encoding: aes128gcm\0")
    nonce = derive(12, secret, salt=salt, info=b"Content-Encoding: nonce\0")
    text = AESGCM(key).decrypt(nonce, record, None)
    assert text.rstrip(b"\0").endswith(b"\x02")  # the last record
    return text.rstrip(b"\0")[:-1]


def point_of(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class Receiver:
    """One device. `answers` are its service's next statuses, None for one that is lost; then 201."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.answers: list[int | None] = []
        self.url = ""

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": b64(point_of(self.private.public_key())), "auth": b64(self.auth)}

    @property
    def notices(self) -> list[dict[str, str]]:
        return [json.loads(decrypt(body, self.private, self.auth)) for body in self.bodies]

    async def take(self, request: web.Request) -> web.Response:
        self.headers.append(dict(request.headers))
        body = await request.read()
        status = self.answers.pop(0) if self.answers else 201
        if status in (201, None):
            self.bodies.append(body)
        if status is None:  # taken, and nobody ever learns it
            assert request.transport
            request.transport.close()
        return web.Response(status=status or 201)

    def said_by(self, n: int = -1) -> dict[str, object]:
        """Who sent it, proved by the key that the browser subscribed with (RFC 8292)."""
        scheme, _, rest = self.headers[n]["Authorization"].partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(parts["k"]))
        options = {"verify_exp": False, "verify_aud": False}
        return {**jwt.decode(parts["t"], public, algorithms=["ES256"], options=options), "k": parts["k"]}
