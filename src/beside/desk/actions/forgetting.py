"""What the desk forgets: the notes with the words, the answers when a person asks, the clocks at last."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from beside.conversations.fading import start_of_day
from beside.desk.actions import numbers
from beside.desk.actions.follow_up import forget_follow_up
from beside.desk.actions.gaps import forget_gaps
from beside.desk.models import (
    AfterChat,
    Chat,
    Given,
    HandOver,
    Request,
    Shared,
    SuicideQuestion,
    Wanted,
    WrapUp,
)
from beside.journal import keys


def forget_notes(*, conversation_id: UUID) -> None:
    """The words of a chat are gone: so is what the listener noted about it. Subjects and outcome stay as
    codes.
    """
    for record in WrapUp.objects.filter(chat__conversation_id=conversation_id, key_id__isnull=False):
        WrapUp.objects.filter(pk=record.pk).update(note=None)
        keys.destroy(record.key_id or 0)
    forget_given(requests=_of(conversation_id))
    forget_follow_up(conversation_id=conversation_id)


def forget_waiting_answers(*, requests: Sequence[int]) -> None:
    """What was answered while waiting has had its time. Idempotent."""
    forget_given(requests=requests)
    Request.objects.filter(pk__in=requests).update(answer="", distress_before=None, distress_skipped=True)


def forget_answers(*, conversation_id: UUID) -> None:
    """The person asked for everything to go: their answers before and after the chat, and what was read in
    it.
    """
    Request.objects.filter(conversation_id=conversation_id).update(
        answer="", signals=[], distress_before=None, distress_skipped=True
    )
    AfterChat.objects.filter(conversation_id=conversation_id).delete()
    SuicideQuestion.objects.filter(chat__conversation_id=conversation_id).delete()
    HandOver.objects.filter(chat__conversation_id=conversation_id).delete()
    forget_given(requests=_of(conversation_id), codes=True)
    Shared.objects.filter(conversation_id=conversation_id).delete()
    for chat in Chat.objects.filter(conversation_id=conversation_id):
        forget_gaps(chat=chat)
    forget_notes(conversation_id=conversation_id)


def forget_given(*, requests: Sequence[int], codes: bool = False) -> None:
    """What was answered while waiting has had its time: codes that are not personal stay, as counts, unless
    `codes` says that they go too. Idempotent.
    """
    given = Given.objects.filter(request_id__in=requests)
    (given if codes else given.filter(sealed__isnull=False)).delete()
    Wanted.objects.filter(request_id__in=requests).delete()


@transaction.atomic
def fade(*, conversation_id: UUID) -> bool:
    """Keep days and durations instead of times; of a place nobody took, keep no more than that it was left.

    Returns whether a chat came of it: then its language, level and codes stay, as counts. Idempotent.
    """
    request = Request.objects.filter(conversation_id=conversation_id).first()
    if request is None:
        return False
    numbers.count(request=request)
    shift = request.joined_at - start_of_day(request.joined_at)
    chat = Chat.objects.filter(request=request).first()
    if shift:
        _earlier(request, shift, "joined_at", "seen_at", "matched_at", "settled_at", "supervisors_told_at")
    if shift and chat:
        _earlier(chat, shift, "accepted_at", "ends_at", "ended_at", "left_at")
        for handed in HandOver.objects.filter(chat=chat):
            _earlier(handed, shift, "asked_at", "answered_at", "joined_at", "settled_at")
        request.offers.all().delete()
    if chat is None:
        _nothing_came_of_it(request)
        return False
    forget_gaps(chat=chat)
    return True


def _of(conversation_id: UUID) -> list[int]:
    return list(Request.objects.filter(conversation_id=conversation_id).values_list("pk", flat=True))


def _earlier(row: Request | Chat | HandOver, by: timedelta, *names: str) -> None:
    """Move a row's moments back by the same stretch, so that what lies between them stays as long as it
    was.
    """
    moments: dict[str, datetime | None] = {name: getattr(row, name) for name in names}
    for name, moment in moments.items():
        setattr(row, name, moment - by if moment else None)
    row.save(update_fields=list(names))


def _nothing_came_of_it(request: Request) -> None:
    request.offers.all().delete()
    forget_given(requests=[request.pk], codes=True)
    Request.objects.filter(pk=request.pk).update(
        answer="",
        language="",
        urgency=0,
        signals=[],
        distress_before=None,
        asked_with=None,
        seen_at=request.joined_at,
        settled_at=request.joined_at,
    )
