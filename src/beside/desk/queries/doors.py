"""Which doors are shut or full just now, and why, for those at the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beside.desk import wording
from beside.desk.models import Service
from beside.desk.queries.openness import Openness, openness
from beside.desk.queries.service import Known, known, name_of, services
from beside.foundation import clock

Words = str | Promise

SHUT: dict[str, Words] = {
    "down": gettext_lazy("Everything stands still: nobody new gets in line."),
    "shut": gettext_lazy("A manager has shut the door: nobody new gets in line."),
    "holiday": gettext_lazy("The door is shut today, as on a holiday."),
    "hours": gettext_lazy("The door is shut: it is outside the hours."),
    "nobody": gettext_lazy("The door is shut: nobody is on shift."),
    "closing": gettext_lazy(
        "The door has shut: everybody here goes home soon. Who is in line is taken, and danger gets in."
    ),
}
"""By the reason of an openness."""

FULL: Words = gettext_lazy(
    "Very full. The first page says so and gives numbers to call; people still get in line."
)

_kept: tuple[Known, tuple[tuple[Service, Openness], ...]] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """What people find at the first page of a service. `by_hand`: somebody shut it, the hours did not."""

    words: str
    by_hand: bool


def not_open() -> list[Door]:
    """The services that are shut or full, in words; each with its name where there are several."""
    found = _as_they_stand()
    return [
        _in_words(service, stands, named=len(found) > 1)
        for service, stands in found
        if stands.is_closed or stands.state == "full"
    ]


def _as_they_stand() -> tuple[tuple[Service, Openness], ...]:
    """Looked at anew with the services themselves, every five seconds: every open console asks."""
    global _kept
    now = known()
    if _kept is None or _kept[0] is not now:
        slugs = [(service, "" if number == 0 else service.slug) for number, service in enumerate(services())]
        _kept = (now, tuple((service, openness(slug=slug)) for service, slug in slugs))
    return _kept[1]


def _in_words(service: Service, stands: Openness, *, named: bool) -> Door:
    words = str(SHUT[stands.reason] if stands.is_closed else FULL)
    opens = _opens(service, stands.opens_at) if stands.is_closed else ""
    name = f"{name_of(service)}: " if named else ""
    sentences = " ".join(part for part in (name + words, opens) if part)
    return Door(sentences, stands.reason in ("down", "shut"))


def _opens(service: Service, at: datetime | None) -> str:
    when = wording.opening(at, service.zone, clock.now())
    return _("Until %(opens)s.") % {"opens": when} if when else ""
