"""A chat as Django Channels' tutorial teaches it, with a row for each message, on Beside's wire.

Sessions of Django's own in the database, one group for each conversation, the layer in memory, one process.
SQLite in WAL with synchronous=FULL on connections that stay open. Speaks hello, open, say, said, entry.

    python bench/peers/channels_chat.py PORT FOLDER PAIRS    makes people, writes FOLDER/people, serves
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
import uvicorn
from django.conf import settings

FOLDER = Path(sys.argv[2])
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
settings.configure(
    SECRET_KEY=os.urandom(16).hex(),
    ALLOWED_HOSTS=["localhost"],
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "channels",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "chat.db",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": _PRAGMAS, "transaction_mode": "IMMEDIATE"},
        }
    },
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.urls import path  # noqa: E402


class Message(models.Model):
    """One line of a conversation."""

    conversation = models.CharField(max_length=36, db_index=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    words = models.TextField()
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "chat"


class Chat(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """One socket."""

    heads: dict[str, int] = {}

    async def connect(self) -> None:
        """Only who is signed in."""
        if not self.scope["user"].is_authenticated:
            await self.close()
            return
        await self.accept()
        await self._answer({"t": "hello"})

    async def receive(self, text_data: str = "", bytes_data: bytes = b"") -> None:
        """Follow a conversation, or say something in it."""
        frame = json.loads(text_data)
        if frame["t"] == "open":
            await self.channel_layer.group_add(frame["c"], self.channel_name)
            await self._answer({"t": "open", "c": frame["c"], "p": 0})
        elif frame["t"] == "say":
            await self._said(frame)

    async def _said(self, frame: dict[str, str]) -> None:
        room = frame["c"]
        await Message.objects.acreate(conversation=room, author=self.scope["user"], words=frame["words"])
        head = self.heads[room] = self.heads.get(room, 0) + 1
        entry = {"t": "entry", "c": room, "p": head, "kind": "said", "words": frame["words"]}
        await self.channel_layer.group_send(room, {"type": "chat.message", "entry": entry})
        await self._answer({"t": "said", "c": room, "id": frame["id"], "p": head})

    async def chat_message(self, event: dict[str, Any]) -> None:
        """Called by the layer."""
        await self._answer(event["entry"])

    async def _answer(self, frame: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(frame, separators=(",", ":")))


def prepare(pairs: int) -> None:
    """Tables, people, sessions, and the file that the driver reads."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Message)
    lines = [f"/live\tsessionid={_session(n)}\t{n // 2:036}\t0" for n in range(2 * pairs)]
    (FOLDER / "people").write_text("\n".join(lines) + "\n")


def _session(number: int) -> str:
    user = User(username=f"person{number}")
    user.set_unusable_password()
    user.save()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    prepare(int(sys.argv[3]))
    chat = AuthMiddlewareStack(URLRouter([path("live", Chat.as_asgi())]))
    uvicorn.run(
        ProtocolTypeRouter({"websocket": chat}),
        port=int(sys.argv[1]),
        loop="uvloop",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_level="warning",
        lifespan="off",
    )
