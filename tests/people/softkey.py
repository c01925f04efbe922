"""A passkey in software, honest or careless, that speaks to the server as a browser would."""

import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, CHECKED, WITH_KEY = 0x01, 0x04, 0x40
AAGUID = b"\0" * 16


@dataclass
class SoftKey:
    """`checks` says whether it looks at who holds it; `origin` is the page it believes to be on."""

    host: str = "localhost"
    origin: str = "http://localhost"
    checks: bool = True
    id: bytes = b"a key of these tests"
    holder: str = ""
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, options: dict[str, Any]) -> str:
        """What a browser sends when the key was made. `options` are the server's creation options."""
        asked = options["publicKey"]
        self.holder = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.secret.public_key())
        known = AttestedCredentialData.create(AAGUID, self.id, public)
        told = AuthenticatorData.create(self._here(), self._flags() | WITH_KEY, 0, bytes(known))
        attested = AttestationObject.create("none", told, {})
        said = {
            "clientDataJSON": self._client("webauthn.create", asked),
            "attestationObject": spelled(bytes(attested)),
        }
        return self._sent(said)

    def used(self, options: dict[str, Any]) -> str:
        """What a browser sends when the key signs in. `options` are the server's request options."""
        asked = options["publicKey"]
        told = AuthenticatorData.create(self._here(), self._flags(), 1)
        client = self._client("webauthn.get", asked)
        signed = bytes(told) + sha256(_plain(client))
        signature = self.secret.sign(signed, ec.ECDSA(hashes.SHA256()))
        said = {
            "clientDataJSON": client,
            "authenticatorData": spelled(bytes(told)),
            "signature": spelled(signature),
            "userHandle": self.holder,
        }
        return self._sent(said)

    def _flags(self) -> int:
        return PRESENT | (CHECKED if self.checks else 0)

    def _here(self) -> bytes:
        return sha256(self.host.encode())

    def _client(self, kind: str, asked: dict[str, Any]) -> str:
        told = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return spelled(json.dumps(told).encode())

    def _sent(self, said: dict[str, Any]) -> str:
        own = spelled(self.id)
        return json.dumps(
            {"id": own, "rawId": own, "type": "public-key", "response": said, "clientExtensionResults": {}}
        )


def spelled(raw: bytes) -> str:
    """Bytes as the web spells them."""
    return str(websafe_encode(raw))


def _plain(text: str) -> bytes:
    return bytes(websafe_decode(text))
