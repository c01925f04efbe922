"""Counting somebody before their times fade."""

from django.db import transaction

from beside.desk.figures import Tally, tallies_of
from beside.desk.models import Request
from beside.desk.models.numbers import Tally as Kept
from beside.desk.queries import numbers


@transaction.atomic
def count(*, request: Request) -> None:
    """Add this place in line to the counts of its week; nothing when it has faded, and so is counted already.

    Called in the transaction in which its times fade: it is counted from its row until then, and never twice.
    """
    if numbers.is_faded(request):
        return
    one = numbers.contact_of(request)
    week = numbers.monday_of(one.day)
    for (by, key), tally in tallies_of([one]).items():
        Kept.objects.get_or_create(week=week, by=by, key=key)
        row = Kept.objects.select_for_update().get(week=week, by=by, key=key)
        whole = Tally.from_json(row.counts)
        whole.add(tally)
        row.counts = whole.as_json()
        row.save(update_fields=["counts"])
