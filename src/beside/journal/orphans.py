"""Keys whose object never came to be: a key is made first, and the process may die before the object is.

A room says which of its keys something still refers to; what nothing refers to after a day is destroyed.
"""

from collections.abc import Callable, Collection
from datetime import timedelta

from django_tasks import task

from beside.foundation import clock
from beside.journal import keys
from beside.journal.models import DataKey

EVERY = 6 * 3600.0
"""How often `sweep` is meant to run, in seconds."""

_OLD = timedelta(days=2)
_AT_ONCE = 500
Referred = Callable[[Collection[int]], Collection[int | None]]
_referred: dict[str, Referred] = {}


def look_after(kind: str, referred: Referred) -> None:
    """Sweep the keys of this kind: `referred` says which of some numbers an object still refers to."""
    _referred[kind] = referred


def kinds() -> list[str]:
    """The kinds of keys that are looked after."""
    return sorted(_referred)


@task()
def sweep() -> None:
    """Destroy what nothing refers to. Days are counted whole, so that a key is one day old at least."""
    for kind in kinds():
        last = 0
        while numbers := _next(kind, last):
            for number in set(numbers) - set(_referred[kind](numbers)):
                keys.destroy(number)
            last = numbers[-1]


def _next(kind: str, after: int) -> list[int]:
    old = DataKey.objects.filter(
        kind=kind, destroyed_at=None, made_on__lte=clock.today() - _OLD, pk__gt=after
    )
    return list(old.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
