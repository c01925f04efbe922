"""A house that grows old: `python -m proofs.aging WHAT …`, in a house's environment.

`live N` makes chats that have ended, half of them with five words. `work SECONDS [idle]` runs the real worker
with the clock moved, and prints how many chats are erased. `told SECONDS` says what is left then.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.db import transaction

from beside.conversations import actions
from beside.conversations.models import Conversation, Entry, Kind
from beside.foundation import clock
from beside.foundation.errors import Unavailable
from beside.journal import audit, keys, periodic
from beside.journal.models import DataKey, Job, JobState
from beside.journal.worker import Worker
from beside.operations import health, retention
from beside.people.actions import welcome
from beside.people.models import ReturnPhrase
from beside.project import schema

_SLOT = "operations.retention"
_QUIET = 3


def live(number: str) -> None:
    """Make the tables and the chats; print them by kind."""
    schema.bring_up_to_date()
    made: dict[str, list[str]] = {"words": [], "none": []}
    for each in range(int(number)):
        kind = "words" if each % 2 else "none"
        made[kind].append(_chat(kind))
    with transaction.atomic():
        for act in ("sign-in", "sign-out", "role.given"):
            audit.record(actor=None, act=act)
    print(json.dumps(made))


def work(seconds: str, mode: str = "") -> None:
    """Work until nothing is due any more, or until killed."""
    if mode == "idle":
        periodic.forget(_SLOT)
    with clock.moved(timedelta(seconds=float(seconds))):
        stop = threading.Event()
        worker = threading.Thread(target=Worker(stop).run, daemon=True)
        worker.start()
        still, until = 0, time.monotonic() + 60
        while still < _QUIET and time.monotonic() < until:
            print(Conversation.objects.filter(erased_at__isnull=False).count(), flush=True)
            still = still + 1 if mode == "idle" or not _left() else 0
            time.sleep(0.05)
        stop.set()
        worker.join(10)


def told(seconds: str) -> None:
    """What is overdue, which chats open, what lies in the key store, how health puts it."""
    with clock.moved(timedelta(seconds=float(seconds))):
        lines = {line.name: line.finding.state for line in health.report().lines}
        opens = {str(one.pk): _opens(one) for one in Conversation.objects.all()}
        wrapped = set(
            DataKey.objects.filter(kind="conversation", wrapped__isnull=False).values_list(
                "object_id", flat=True
            )
        )
        sealed = {
            str(pk) for pk in Entry.objects.exclude(sealed=b"").values_list("conversation_id", flat=True)
        }
        overdue = sum(retention.overdue().values())
    left = {"wrapped": sorted(wrapped), "sealed": sorted(sealed)}
    print(json.dumps({"overdue": overdue, "health": lines["retention"], "opens": opens, **left}))


def _chat(kind: str) -> str:
    person, _visit, token = welcome(language="en")
    talk = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=person)
    seat = talk.seats.get(person=person)
    actions.say(seat=seat, words="I can’t sleep.", client_id="one").result(30)
    actions.end(seat=seat)
    if kind == "words":
        ReturnPhrase.objects.create(person=person, lookup=token[:32], proof=b"x" * 32, made_on=clock.today())
    return str(talk.pk)


def _left() -> bool:
    """Whether anything is due, or a follow-up of it waits."""
    due = any(duty.due(clock.now()).exists() for duty in retention.DUTIES)
    return due or Job.objects.filter(state__in=(JobState.READY, JobState.RUNNING)).exists()


def _opens(conversation: Conversation) -> bool:
    try:
        keys.get(conversation.key_id)
    except Unavailable:
        return False
    return True


COMMANDS: dict[str, Callable[..., None]] = {"live": live, "work": work, "told": told}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
