"""Whether one person may take one row. What is required comes first, what is wished for is let go in time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from beside.desk.routing.crew import MOST_SLOTS, Crew, has_room, is_allowed
from beside.desk.routing.order import RULES
from beside.desk.routing.rows import NO_WISH, Refusal, Rules, Taker, Waiting

__all__ = ["MOST_SLOTS", "has_room", "is_beyond", "of_the_row", "refusal", "suits"]


def refusal(
    taker: Taker, row: Waiting, takers: Iterable[Taker] | Crew, now: datetime, rules: Rules = RULES
) -> Refusal | None:
    """Why this person may not take this row, or None when they may."""
    crew = Crew.of(takers)
    return of_the_row(taker, row) or of_its_kind(taker, row, crew, now - row.joined_at, rules)


def of_the_row(taker: Taker, row: Waiting) -> Refusal | None:
    """What stands between these two alone."""
    if row.asked:
        return Refusal.TAKEN
    return Refusal.BLOCKED if taker.id in row.blocked else None


def of_its_kind(taker: Taker, row: Waiting, crew: Crew, waited: timedelta, rules: Rules) -> Refusal | None:
    """What would stand between this person and any row of the kind. Never more for a longer wait."""
    return _never(taker, row) or _not_yet(taker, row, crew, waited, rules)


def is_lane_for(taker: Taker, lane: tuple[str, int], crew: Crew) -> bool:
    """False when one look says that this person can take nobody of a language who needs so many places."""
    language, weight = lane
    spoken = language in taker.languages or not crew.speaks(language)
    return spoken and not (taker.away or taker.cooling) and has_room(taker, weight)


def is_for_anybody(row: Waiting, crew: Crew, waited: timedelta, rules: Rules) -> bool:
    """False when one look says that nobody may take rows of this kind yet, whoever has room."""
    return crew.speaks(row.language) or _any_language(row, crew, waited, rules)


def suits(taker: Taker, row: Waiting) -> int:
    """How well this person fits what was asked for: the more the better."""
    known = row.topic in taker.topics if row.topic else False
    wished = row.wish != NO_WISH and row.wish.is_met_by(taker)
    return 4 * wished + 2 * known + len(row.tags & taker.tags)


def is_beyond(taker: Taker, row: Waiting) -> bool:
    """Whether this person may take the row only because nobody trained for it could be asked in time."""
    return (row.in_danger and not taker.certified) or (row.minor and not taker.for_minors)


def most_suitable(row: Waiting) -> int:
    """What `suits` says of somebody who has all that was asked for."""
    return 4 * (row.wish != NO_WISH) + 2 * bool(row.topic) + len(row.tags)


def _never(taker: Taker, row: Waiting) -> Refusal | None:
    if taker.away:
        return Refusal.AWAY
    if taker.cooling:
        return Refusal.COOLING
    if not has_room(taker, row.weight):
        return Refusal.FULL
    if taker.services and row.service not in taker.services:
        return Refusal.SERVICE
    if not is_allowed(taker, row):
        return Refusal.QUALIFICATION
    return Refusal.ENOUGH if row.in_danger and not taker.heavy else None


def _not_yet(taker: Taker, row: Waiting, crew: Crew, waited: timedelta, rules: Rules) -> Refusal | None:
    if row.language not in taker.languages and not _any_language(row, crew, waited, rules):
        return Refusal.LANGUAGE
    soon = waited < rules.certified_first
    if row.minor and not taker.for_minors and soon and crew.has_for_minors(row):
        return Refusal.TRAINED_FIRST
    if row.in_danger:  # nothing else may keep someone from them
        first = not taker.certified and soon and crew.has_certified(row)
        return Refusal.COUNSELLOR_FIRST if first else None
    if waited >= rules.expert:
        return None
    if row.wish != NO_WISH and not row.wish.is_met_by(taker) and crew.has_wished(row):
        return Refusal.WISH_FIRST
    asked = row.topic or row.tags
    expert = row.topic in taker.topics or bool(row.tags & taker.tags)
    return Refusal.EXPERT_FIRST if asked and not expert and crew.has_expert(row) else None


def _any_language(row: Waiting, crew: Crew, waited: timedelta, rules: Rules) -> bool:
    """Nobody here speaks it, and it is danger or has waited long: someone is better than no one."""
    return not crew.speaks(row.language) and (row.in_danger or waited >= rules.any_language)
