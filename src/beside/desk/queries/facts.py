"""What the people in line asked for, and what the people on shift bring along, as routing reads it."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from beside.desk import routing
from beside.desk.models import Chat, Request, Wanted
from beside.foundation import clock
from beside.people.models import Person, Profile, Qualification

UNDER_AGE = "minor"
"""The signal that words gave away somebody under age."""

OF_A_ROW = ("wanted", "person__blocks")
OF_A_TAKER = ("person__grants", "person__qualification", "person__profile")
"""What to fetch along, so that a whole line costs a handful of questions."""


def with_wishes(row: routing.Waiting, request: Request, expert: timedelta) -> routing.Waiting:
    """A row of the line with what this person asked for. Who is left out stays so, however long it takes.

    `expert`: so long those whom they talked with before are left out when they wanted a fresh start.
    """
    wanted: Wanted | None = getattr(request, "wanted", None)
    blocked = frozenset(block.colleague_id for block in request.person.blocks.all())
    minor = UNDER_AGE in request.signals
    if wanted is None:
        return replace(row, blocked=blocked, minor=minor) if blocked or minor else row
    tags = frozenset({wanted.topic}) if wanted.topic and wanted.shares else frozenset()
    is_fresh = wanted.fresh and not row.in_danger and clock.now() - row.joined_at < expert
    return replace(
        row,
        topic=wanted.topic,
        tags=tags,
        minor=minor or wanted.minor,
        wish=_wish(wanted),
        blocked=blocked | _talked_before(request) if is_fresh else blocked,
    )


def with_profile(taker: routing.Taker, person: Person) -> routing.Taker:
    """Somebody on shift with what they said of themselves, and what was written down about them.

    Without a record their role decides: counsellors and supervisors take everybody, and come first in danger.
    """
    profile: Profile | None = getattr(person, "profile", None)
    record: Qualification | None = getattr(person, "qualification", None)
    known = replace(taker, role="counsellor" if taker.certified else "listener")
    if profile is not None:
        topics, tags = frozenset(profile.topics), frozenset(profile.tags)
        known = replace(known, topics=topics, tags=tags, gender=profile.gender)
    return replace(known, most=record.most_urgency, minors=record.minors) if record else known


def minors_first(everyone: Sequence[routing.Taker], written: Set[UUID] = frozenset()) -> list[routing.Taker]:
    """People under age go to who is qualified for them while such a one has room, else to anybody whose
    record does not say no: someone is better than no one. `written`: who has a record.
    """
    sure = {one.id for one in everyone if one.minors and (one.certified or one.id in written)}
    if not any(one.id in sure and _could(one) for one in everyone):
        return list(everyone)
    return [replace(one, minors=one.id in sure) for one in everyone]


def recorded(persons: Iterable[Person]) -> frozenset[UUID]:
    """Who of these has a record of what they may take."""
    return frozenset(one.pk for one in persons if getattr(one, "qualification", None) is not None)


def _could(one: routing.Taker) -> bool:
    return not one.away and not one.cooling and routing.has_room(one, 1)


def _wish(wanted: Wanted) -> routing.Wish:
    if wanted.listener_id is not None:
        return routing.Wish(person=wanted.listener_id)
    return routing.Wish(role=wanted.role, gender=wanted.gender)


def _talked_before(request: Request) -> frozenset[UUID]:
    before = Chat.objects.filter(request__person_id=request.person_id).exclude(request=request)
    return frozenset(before.values_list("listener_id", flat=True))
