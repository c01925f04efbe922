"""Staff sessions, found by the hash of their cookie: a stolen table signs nobody in.

What a session holds is sealed under a key made from its cookie, which no table has: the secret of a second
step that is being set up lies there for a while.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends import db

from beside.foundation import clock, vault
from beside.foundation.errors import Unavailable
from beside.people.models import StaffSession


def row_key(session_key: str) -> str:
    """The hash under which the session with this cookie is kept."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(db.SessionStore):
    """Django's database store with hashed keys, our clock, and the account beside the data."""

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:  # type: ignore[override]  # ours
        """The table of sessions."""
        return StaffSession

    def _get_session_from_db(self) -> StaffSession | None:
        found = StaffSession.objects.filter(
            session_key=row_key(str(self.session_key)), expire_date__gt=clock.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this cookie."""
        return StaffSession.objects.filter(session_key=row_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:  # type: ignore[override]  # ours
        """The row for this session. The moment of sign-in and the browser ride along in `data`.

        It runs out so long after the sign-in, however busy it is.
        """
        told = data.get("begun_at")
        begun_at = datetime.fromisoformat(told) if told else clock.now()
        return StaffSession(
            session_key=row_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]  # not in the stubs
            session_data=self.encode(data),
            expire_date=begun_at + timedelta(seconds=self.get_session_cookie_age()),
            account_id=data.get("_auth_user_id"),
            begun_at=begun_at,
            browser=data.get("browser", ""),
        )

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What the session holds, sealed."""
        words = self.serializer().dumps(session_dict)
        return base64.b64encode(vault.seal(self._key(), words, "session")).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What the session holds. Those from before there was a seal are signed, and still read."""
        try:
            words = vault.unseal(self._key(), base64.b64decode(session_data, validate=True), "session")
        except (ValueError, Unavailable):
            return super().decode(session_data)
        found: dict[str, Any] = self.serializer().loads(words)
        return found

    def _key(self) -> bytes:
        return vault.derive(str(self.session_key).encode(), "session")

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this cookie, or this one."""
        key = session_key or self.session_key
        if key is not None:
            StaffSession.objects.filter(session_key=row_key(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Forget sessions that have run out."""
        StaffSession.objects.filter(expire_date__lte=clock.now()).delete()
