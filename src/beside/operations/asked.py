"""Erasing that somebody asked for outside the pages: run by the worker of whoever serves."""

from contextlib import suppress
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from beside.conversations.models import Conversation
from beside.foundation.errors import Closed, Unavailable
from beside.journal import remains
from beside.operations import erasing
from beside.people.models import Person


def refuse_held(conversation: Conversation) -> None:
    """Raise Closed for a chat that an open concern holds: with the whole person it is hidden first."""
    if erasing.is_held(conversation):
        raise Closed(_("An open concern holds this chat: close it first, or erase the person."))


@task(priority=20)
def erase_conversation(conversation: str) -> None:
    """One conversation, with all that hangs on it. Twice is once."""
    row = Conversation.objects.get(pk=UUID(conversation))
    if row.erased_at is None:
        refuse_held(row)
        erasing.destroy(row, None)
    _leave_nothing()


@task(priority=20)
def erase_person(person: str) -> None:
    """All that is kept of a seeker; what an open concern holds is hidden first. Twice is once."""
    erasing.erase_person(person=Person.objects.get(pk=UUID(person), is_staff=False))
    _leave_nothing()


def _leave_nothing() -> None:
    """At once if nobody is in the way; else the worker does it within minutes."""
    with suppress(Unavailable):
        remains.empty_log()
        remains.tidy_key_store()
