"""`beside erase ID`: what was said in one conversation, or all that is kept of one seeker, for good."""

import argparse
import time
import uuid

from beside.conversations.models import Conversation, Side
from beside.foundation.errors import DomainError
from beside.journal import audit, worker
from beside.journal.models import Job, JobState
from beside.operations import asked
from beside.people.models import Person
from beside.project import schema
from beside.project.environment import Refused

_OTHERS_HAVE = 3.0
"""Seconds that a running server has for taking the job, before it is done here."""

_PATIENCE = 60.0


def run(options: argparse.Namespace) -> int:
    """Ask twice, write it into the audit trail, hand it to the running server, and wait until it is done."""
    if missing := schema.missing():
        raise Refused(f"The database is not up to date ({missing[0]}): run beside migrate first.")
    target = _found(options.id.strip())
    _ask_twice(target)
    try:
        audit.record(actor=None, act="erasure.asked", about=str(target.pk), reason=options.reason)
        job = _queued(target)
    except DomainError as refusal:
        raise Refused(str(refusal)) from None
    _wait(job)
    print("It is erased. Nobody can open it any more, here or in any backup of the tables.")
    print("A backup of the key store from before could, with the root key, until it is thrown away (7 days).")
    return 0


def _found(given: str) -> Conversation | Person:
    number = _number(given)
    if number is not None:
        chat = Conversation.objects.filter(pk=number, erased_at=None).first()
        seeker = Person.objects.filter(pk=number, is_staff=False).first()
        if chat or seeker:
            return chat or seeker  # type: ignore[return-value]
        raise Refused("There is no such conversation or seeker here, or it is erased already.")
    named = list(Person.objects.filter(name__iexact=given, is_staff=False)[:2])
    if len(named) != 1:
        many = "Several people go" if named else "Nobody goes"
        raise Refused(f"{many} by this pseudonym: give the number of the person or the conversation.")
    return named[0]


def _ask_twice(target: Conversation | Person) -> None:
    if isinstance(target, Conversation):
        print(f"Conversation {target.pk}, opened on {target.opened_on:%d %B %Y}, {target.head} lines.")
    else:
        chats = target.seats.filter(side=Side.SEEKER, conversation__erased_at=None).count()
        print(f"{target.name} ({target.pk}), who came on {target.came_on:%d %B %Y}: {chats} conversations.")
    last = str(target.pk)[-4:]
    if input("This cannot be taken back. Type yes to go on: ").strip() != "yes":
        raise Refused("Nothing was erased.")
    if input(f"Type the last four characters of its number ({last}): ").strip() != last:
        raise Refused("Nothing was erased.")


def _queued(target: Conversation | Person) -> uuid.UUID:
    """Through the queue, so that the server that runs does it and its open pages follow at once."""
    if isinstance(target, Person):
        return uuid.UUID(asked.erase_person.enqueue(str(target.pk)).id)
    asked.refuse_held(target)
    return uuid.UUID(asked.erase_conversation.enqueue(str(target.pk)).id)


def _wait(number: uuid.UUID) -> None:
    begun = time.monotonic()
    while (job := Job.objects.get(pk=number)).state != JobState.DONE:
        if job.state == JobState.DEAD or job.error or time.monotonic() - begun > _PATIENCE:
            raise Refused(f"It is not done yet ({job.error or 'nobody took it'}); the worker goes on trying.")
        if job.state == JobState.READY and time.monotonic() - begun > _OTHERS_HAVE:
            _do_it_here()
        time.sleep(0.1)


def _do_it_here() -> None:
    """Nobody serves: what is due is done by us."""
    try:
        worker.drain()
    except DomainError as refusal:
        raise Refused(str(refusal)) from None


def _number(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
