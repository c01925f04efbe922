"""The service as it stands: its words, its hours, and whether anyone is there tonight."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from beside.desk import hours
from beside.desk.models import OpeningHours, Service, ServiceWords
from beside.desk.queries import line
from beside.foundation import clock
from beside.web.house import House

NUMBER = 1
"""The one service's key."""

_KEPT_SECONDS = 5.0
_known: tuple[float, "Known"] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The service in one language."""

    language: str
    name: str
    headline: str
    lead: str


@dataclass(frozen=True, slots=True)
class Known:
    """A service with its words and hours, as read a moment ago."""

    service: Service
    words: tuple[Words, ...]
    openings: tuple[hours.Opening, ...]


@dataclass(frozen=True, slots=True)
class Openness:
    """What the first page may promise. Waits are whole minutes, None when nobody can know yet."""

    state: Literal["open", "full", "closed"]
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    wait_low: int | None = None
    wait_high: int | None = None
    on_shift: int = 0


def service() -> Service:
    """The service, read at most every five seconds."""
    return known().service


def words(language: str) -> Words:
    """The service's words in a language it offers, else in its first."""
    offered = {row.language: row for row in known().words}
    return offered.get(language) or next(iter(offered.values()), None) or _unwritten(language)


def languages() -> list[str]:
    """The languages the service is offered in, the first one first."""
    return [row.language for row in known().words] or [code for code, _name in settings.LANGUAGES]


def openness(now: datetime | None = None, language: str | None = None) -> Openness:
    """Open, full or closed, from what is true now: hours, people on shift, chats, the line."""
    now = now or clock.now()
    state = known()
    door = hours.door(state.openings, state.service.zone, now)
    on_shift = line.takers_for(language, line.takers())
    always = not state.openings
    if state.service.is_shut or not (door.is_open or (always and on_shift)):
        return Openness("closed", opens_at=door.opens_at, on_shift=len(on_shift))
    range_ = line.wait_at_the_end(language, on_shift)
    full = range_ is not None and range_[1] > state.service.full_minutes
    low, high = range_ or (None, None)
    return Openness("full" if full else "open", None, door.closes_at, low, high, len(on_shift))


def house() -> House:
    """The service as every page's header and numbers need it, in the active language."""
    state, said = known(), words((get_language() or "").split("-")[0])
    plain = House()
    return House(
        name=said.name,
        tab=plain.tab,
        exit_address=state.service.exit_address,
        emergency_number=state.service.emergency_number or plain.emergency_number,
        helpline_number=state.service.helpline_number,
        country=state.service.country,
        is_demo=state.service.is_demo,
        languages=tuple(languages()),
        welcome=said.headline,
        lead=said.lead,
        time_zone=state.service.time_zone,
    )


def known() -> Known:
    """Everything about the service. A table that does not answer is forgiven while we remember."""
    global _known
    if _known is not None and time.monotonic() - _known[0] < _KEPT_SECONDS:
        return _known[1]
    fresh = _read()
    _known = (time.monotonic(), fresh)
    return fresh


def forget_service() -> None:
    """Read the service again at the next question: after a change, and between tests."""
    global _known
    _known = None


def _read() -> Known:
    service = Service.objects.filter(pk=NUMBER).first() or Service(pk=NUMBER)
    said = ServiceWords.objects.filter(service_id=NUMBER)
    rows = OpeningHours.objects.filter(service_id=NUMBER)
    return Known(
        service,
        tuple(Words(row.language, row.name, row.headline, row.lead) for row in said),
        tuple(hours.Opening(row.weekday, row.opens, row.minutes) for row in rows),
    )


def _unwritten(language: str) -> Words:
    with override(language):
        return Words(
            language,
            "Beside",
            gettext("Whatever tonight is, you can say it here."),
            gettext("Write to a trained listener. Free, no name, no account."),
        )
