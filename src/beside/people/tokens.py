"""Random secrets handed to a browser or a person once, of which only the SHA-256 is kept."""

import hashlib
import secrets

_BYTES = 32


def make() -> tuple[str, str]:
    """A new 256-bit secret (43 URL-safe characters) and its hash."""
    token = secrets.token_urlsafe(_BYTES)
    return token, hashed(token)


def hashed(token: str) -> str:
    """The SHA-256 of a secret, in hexadecimal. No salt: the secret is already unguessable."""
    return hashlib.sha256(token.encode()).hexdigest()
