"""Counting how long people wait for answers while their chat runs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from beside.desk.figures.gaps import answers
from beside.desk.figures.tally import rounded_up
from beside.desk.models import Chat
from beside.desk.models.gaps import Gaps
from beside.desk.queries.gaps import said_lately
from beside.foundation import clock


@transaction.atomic(savepoint=False)
def note_answers(*, chats: Iterable[Chat]) -> None:
    """Count what was said in these chats since the last look. As exact as the looks are: every five seconds
    (the times of the lines are sealed, and are not opened for this). Idempotent: each line counts once.
    """
    wanted = [chat.pk for chat in chats]
    Gaps.objects.bulk_create([Gaps(chat_id=number) for number in wanted], ignore_conflicts=True)
    rows = {row.pk: row for row in Gaps.objects.select_for_update().filter(pk__in=wanted)}
    now, said = clock.now(), said_lately(wanted)
    for number, lines in said.items():
        _count(rows[number], lines, now)
    Gaps.objects.bulk_update([rows[number] for number in said], ["upto", "since", "counts"])


def close_answers(*, chat: Chat) -> None:
    """The chat is over: since when words are unanswered is not kept."""
    Gaps.objects.filter(chat=chat).update(since=None)


def forget_gaps(*, chat: Chat) -> None:
    """They are counted elsewhere, or nobody is to know them. Idempotent."""
    Gaps.objects.filter(chat=chat).delete()


def _count(row: Gaps, lines: Sequence[tuple[int, bool]], now: datetime) -> None:
    found, row.since = answers((by_seeker for _at, by_seeker in lines), row.since, now)
    counts = Counter({int(length): many for length, many in row.counts.items()})
    counts.update(rounded_up(seconds) for seconds in found)
    row.counts = {str(length): many for length, many in sorted(counts.items())}
    row.upto = lines[-1][0]
