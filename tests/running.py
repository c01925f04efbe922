"""Beside itself, running for a test: the real server, with its own data and a made-up helpline."""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.throwaway import Service, free_port, wait_until

PASSPHRASE = "lantern-orchard-mitten-tuba"
"""What every made-up colleague signs in with."""


class House(Service):
    """`beside serve` in a process of its own. After `kill()`, `start()` goes on with the same data."""

    def __init__(self, **settings: str) -> None:
        super().__init__()
        self.port = free_port()
        self.data = self.folder / "var"
        self.settings = settings

    @property
    def url(self) -> str:
        """Where it answers, as a browser types it."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment it runs in: nothing of the tests' own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BESIDE_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        kept.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        own = {
            "BESIDE_DATA": str(self.data),
            "BESIDE_PORT": str(self.port),
            "BESIDE_STATIC": str(_gathered()),
            "BESIDE_DEMO_PASSPHRASE": PASSPHRASE,
        }
        return {**kept, **own, **self.settings}

    def start(self) -> Self:
        """Start it, and wait until it answers."""
        self.begin_command("serve")
        wait_until(self.answers, f"Beside on port {self.port}", seconds=120)
        return self

    def begin_command(self, name: str) -> None:
        """Start a command that goes on until it is stopped."""
        self.begin([sys.executable, "-m", "beside.project.command", name], env=self.environment)

    def answers(self) -> bool:
        """Whether a page comes back. A server that has ended fails at once, with what it said."""
        if self.process is not None and self.process.poll() is not None:
            raise AssertionError(f"Beside has ended:\n{self.said()}")
        try:
            self.get("/now")
        except (OSError, http.client.HTTPException):
            return False
        return True

    def get(self, path: str) -> http.client.HTTPResponse:
        """A page, asked for as `localhost`; its body is read from the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
        return connection.getresponse()

    def kill(self) -> None:
        """End the process as a power cut would: nothing is said, nothing is finished."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """One more `beside` command on the same data, with something typed into it."""
        command = [sys.executable, "-m", "beside.project.command", *arguments]
        return subprocess.run(
            command,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


class MailSink:
    """A mail server that keeps what it gets. `.url` is what BESIDE_MAIL_URL takes, `.letters` what came."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        """How to reach it."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    def start(self) -> Self:
        """Begin to take mail."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """Take no more."""
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by the server for each letter."""
        content: Any = envelope.content or b""
        letter = BytesParser(policy=default).parsebytes(content)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 taken"


def _gathered() -> Path:
    """Static files are gathered once for all houses of a test run."""
    base = os.environ.get("BESIDE_TEST_DATA") or tempfile.gettempdir()
    return Path(base) / "gathered" / "static"
