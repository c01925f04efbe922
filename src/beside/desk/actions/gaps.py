"""Counting how long people wait for answers while their chat runs."""

from collections import Counter

from django.db import transaction

from beside.desk.figures.gaps import answers
from beside.desk.figures.tally import rounded_up
from beside.desk.models import Chat
from beside.desk.models.gaps import Gaps
from beside.desk.queries.gaps import said_after
from beside.foundation import clock


@transaction.atomic
def note_answers(*, chat: Chat) -> None:
    """Count what was said since the last look. As exact as the looks are: every five seconds (the times of
    the lines themselves are sealed, and are not opened for this). Idempotent: each line is counted once.
    """
    Gaps.objects.get_or_create(chat=chat)
    row = Gaps.objects.select_for_update().get(chat=chat)
    lines = said_after(chat.conversation, row.upto)
    if not lines:
        return
    found, row.since = answers((by_seeker for _at, by_seeker in lines), row.since, clock.now())
    counts = Counter({int(length): many for length, many in row.counts.items()})
    counts.update(rounded_up(seconds) for seconds in found)
    row.counts = {str(length): many for length, many in sorted(counts.items())}
    row.upto = lines[-1][0]
    row.save(update_fields=["upto", "since", "counts"])


def close_answers(*, chat: Chat) -> None:
    """The chat is over: since when words are unanswered is not kept."""
    Gaps.objects.filter(chat=chat).update(since=None)


def forget_gaps(*, chat: Chat) -> None:
    """They are counted elsewhere, or nobody is to know them. Idempotent."""
    Gaps.objects.filter(chat=chat).delete()
