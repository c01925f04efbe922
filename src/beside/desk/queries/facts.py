"""What the people in line asked for, and what the people on shift bring along, as routing reads it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from beside.desk import routing
from beside.desk.models import Chat, Request, Wanted
from beside.foundation import clock
from beside.people.models import Person, Profile

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
    """Somebody on shift with what they said of themselves."""
    profile: Profile | None = getattr(person, "profile", None)
    if profile is None:
        return taker
    topics, tags = frozenset(profile.topics), frozenset(profile.tags)
    return replace(taker, topics=topics, tags=tags, gender=profile.gender)


def _wish(wanted: Wanted) -> routing.Wish:
    if wanted.listener_id is not None:
        return routing.Wish(person=wanted.listener_id)
    return routing.Wish(role=wanted.role, gender=wanted.gender)


def _talked_before(request: Request) -> frozenset[UUID]:
    before = Chat.objects.filter(request__person_id=request.person_id).exclude(request=request)
    return frozenset(before.values_list("listener_id", flat=True))
