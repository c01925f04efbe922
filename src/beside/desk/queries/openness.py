"""Whether a service is open, busy, full or closed, from what is true now, and why it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from beside.desk import hours, routing, waits
from beside.desk.models import Shift
from beside.desk.queries import line, rota
from beside.desk.queries.service import Known, known, standstill
from beside.foundation import clock

State = Literal["open", "busy", "full", "closed"]
Reason = Literal["", "down", "shut", "holiday", "hours", "nobody", "closing"]
"""Why it is closed: the house stands still, a manager shut it, a holiday, the hours, nobody is on shift,
everybody who is goes home too soon for one more chat."""


@dataclass(frozen=True, slots=True)
class Openness:
    """What the first page may promise. Waits are whole minutes, None when nobody can know yet."""

    state: State
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    wait_low: int | None = None
    wait_high: int | None = None
    on_shift: int = 0
    reason: Reason = ""

    @property
    def is_closed(self) -> bool:
        """Nobody new gets in line."""
        return self.state == "closed"

    @property
    def takes_danger(self) -> bool:
        """Whether somebody who is not safe gets in line all the same: people are here, if not for long."""
        return self.reason in ("", "closing")


def openness(now: datetime | None = None, language: str | None = None, slug: str = "") -> Openness:
    """Open, busy, full or closed, from what is true now: hours, days, people on shift, chats, the line."""
    now = now or clock.now()
    state = known(slug)
    door = hours.door(state.openings, state.service.zone, now, state.specials)
    everyone = line.takers()
    here = line.takers_for(language, everyone, state.service.pk)
    staying = _staying(here, now + timedelta(minutes=state.service.closing_minutes))
    reason = _closed_because(state, door, here, staying, now)
    if reason == "closing" and _carries_on(state, language, now):
        reason = ""
    if reason:
        opens_at = _opens_at(door, reason, now)
        if reason in ("nobody", "closing"):
            opens_at = _when_somebody_comes(rota.next_at(language, state.service.pk, now), door, opens_at)
        return Openness("closed", opens_at, on_shift=len(here), reason=reason)
    range_ = line.wait_at_the_end(language, everyone, state.service.pk)
    low, high = range_ or (None, None)
    likely = waits.likely(range_) if range_ else None
    return Openness(_how_full(state, likely), None, door.closes_at, low, high, len(here))


def _closed_because(
    state: Known, door: hours.Door, here: Sequence[object], staying: Sequence[object], now: datetime
) -> Reason:
    if standstill(now) is not None:
        return "down"
    if state.service.is_shut:
        return "shut"
    whenever = not state.openings and not door.special
    if not door.is_open and not whenever:
        return "holiday" if door.special else "hours"
    if not (whenever or state.service.needs_staff) or staying:
        return ""
    return "closing" if here else "nobody"


def _staying(here: Sequence[routing.Taker], until: datetime) -> list[routing.Taker]:
    """Those whose shift does not end before then, or has no end."""
    leaving = Shift.objects.filter(ended_at=None, until__lt=until).values_list("person_id", flat=True)
    gone = set(leaving)
    return [one for one in here if one.id not in gone]


def _carries_on(state: Known, language: str | None, now: datetime) -> bool:
    """Whether colleagues have said that they take over before those who are here go home."""
    until = now + timedelta(minutes=state.service.closing_minutes)
    return rota.somebody_stays(until, language, state.service.pk, now)


def _when_somebody_comes(
    planned: datetime | None, door: hours.Door, otherwise: datetime | None
) -> datetime | None:
    """The next planned shift that somebody took, if the door is open by its hours then."""
    if planned is None or (door.is_open and door.closes_at is not None and planned >= door.closes_at):
        return otherwise
    return planned


def _opens_at(door: hours.Door, reason: Reason, now: datetime) -> datetime | None:
    """When the door opens next by the hours, or when the works are over."""
    if reason == "down":
        running = standstill(now)
        return running.until if running else None
    return door.again_at if door.is_open else door.opens_at


def _how_full(state: Known, likely: float | None) -> State:
    if likely is None:
        return "open"
    if likely > state.service.full_minutes:
        return "full"
    return "busy" if likely > state.service.busy_minutes else "open"
