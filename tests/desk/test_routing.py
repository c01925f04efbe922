"""The order of the line, whatever happens: properties over random lines, then the cases one by one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from beside.desk import routing
from beside.desk.routing import Refusal, Taker, Waiting, Why

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MAYA, TOMASZ, INES = (UUID(int=number) for number in (1, 2, 3))


def someone(number: int = 1, *, urgency: int = 0, minutes: float = 0, **facts: object) -> Waiting:
    """Somebody who has waited so many minutes."""
    facts.setdefault("language", "en")
    return Waiting(number, urgency, joined_at=NOW - timedelta(minutes=minutes), **facts)  # type: ignore[arg-type]


def taker(who: UUID = MAYA, *, slots: int = 2, speaks: str = "en", **facts: object) -> Taker:
    """Somebody on shift."""
    return Taker(who, frozenset(speaks.split()), slots, **facts)  # type: ignore[arg-type]


lines = st.lists(
    st.builds(
        lambda number, urgency, minutes, front, language, away: someone(
            number, urgency=urgency, minutes=minutes, front=front, language=language, away=away
        ),
        st.integers(0, 10**6),
        st.integers(0, 4),
        st.floats(0, 200),
        st.booleans(),
        st.sampled_from(["en", "fr"]),
        st.booleans(),
    ),
    max_size=25,
    unique_by=lambda row: row.id,
)
teams = st.lists(
    st.builds(
        lambda who, slots, load, certified, away, speaks: taker(
            UUID(int=who), slots=slots, load=load, certified=certified, away=away, speaks=speaks
        ),
        st.integers(1, 50),
        st.integers(1, 3),
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["en", "fr", "en fr"]),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(lines)
def test_danger_stands_before_everyone(line: list[Waiting]) -> None:
    order = [row.in_danger for row in routing.order(line, NOW)]
    assert order == sorted(order, reverse=True)


@given(lines)
def test_nobody_is_passed_by_someone_who_came_two_steps_later(line: list[Waiting]) -> None:
    """The bound that makes starving impossible: below danger, 13 minutes decide, whatever the urgency."""
    calm = [row for row in routing.order(line, NOW) if not row.in_danger and not row.front]
    for place, row in enumerate(calm):
        for later in calm[:place]:
            assert later.joined_at - row.joined_at <= 2 * routing.Rules().step


@given(lines, st.floats(0, 120))
def test_a_level_never_falls_with_time(line: list[Waiting], minutes: float) -> None:
    later = NOW + timedelta(minutes=minutes)
    assert all(routing.level(row, later) >= routing.level(row, NOW) >= row.urgency for row in line)


@given(lines, teams)
def test_nobody_is_given_more_than_they_can_hold(line: list[Waiting], team: list[Taker]) -> None:
    for one in team:
        chosen = routing.next_for(one, line, team, NOW)
        if chosen is not None:
            assert not one.away
            assert one.load == 0 or one.load + chosen.weight <= one.slots


@given(lines, teams)
def test_the_first_that_may_be_taken_is_the_one(line: list[Waiting], team: list[Taker]) -> None:
    for one in team:
        chosen = routing.next_for(one, line, team, NOW)
        order = routing.order(line, NOW)
        allowed = [row for row in order if routing.refusal(one, row, team, NOW) is None]
        looking = [row for row in allowed if not row.away or row.in_danger]
        assert chosen == next(iter(looking or allowed), None)


@given(lines, teams)
def test_danger_never_starves_while_anyone_has_room(line: list[Waiting], team: list[Taker]) -> None:
    """After a minute, whoever has nothing to do may take danger, in a language they speak if any do."""
    idle = [one for one in team if not one.away and one.load == 0]
    for row in line:
        if row.in_danger and NOW - row.joined_at >= routing.Rules().certified_first and idle:
            speaks = any(row.language in one.languages for one in team if not one.away)
            takers = [one for one in idle if not speaks or row.language in one.languages]
            assert all(routing.refusal(one, row, team, NOW) is None for one in takers)


@given(lines, teams)
def test_every_row_says_why_it_stands_there(line: list[Waiting], team: list[Taker]) -> None:
    places = routing.placed(line, team, NOW)
    assert [place.waiting for place in places] == routing.order(line, NOW)
    assert all(place.why for place in places)


def test_who_waited_longer_comes_first_at_the_same_urgency() -> None:
    first, second = someone(1, minutes=3), someone(2, minutes=1)
    assert routing.order([second, first], NOW) == [first, second]


def test_a_lost_listener_puts_you_before_all_but_danger() -> None:
    lost, unsure, danger = someone(1, front=True), someone(2, urgency=2, minutes=60), someone(3, urgency=3)
    assert routing.order([unsure, lost, danger], NOW) == [danger, lost, unsure]


def test_a_counsellor_comes_first_for_danger() -> None:
    team = [taker(MAYA), taker(TOMASZ, certified=True)]
    assert routing.refusal(team[0], someone(urgency=3), team, NOW) is Refusal.COUNSELLOR_FIRST
    assert routing.refusal(team[1], someone(urgency=3), team, NOW) is None


def test_a_listener_takes_danger_when_no_counsellor_is_free_and_the_row_says_so() -> None:
    team = [taker(MAYA), taker(TOMASZ, certified=True, load=1)]
    row = someone(urgency=3)
    assert routing.refusal(team[0], row, team, NOW) is None
    assert Why.NO_COUNSELLOR in routing.placed([row], team, NOW)[0].why


def test_a_listener_takes_danger_that_a_free_counsellor_left_for_a_minute() -> None:
    team = [taker(MAYA), taker(TOMASZ, certified=True)]
    assert routing.refusal(team[0], someone(urgency=4, minutes=1), team, NOW) is None


def test_a_counsellor_who_has_had_enough_keeps_no_listener_from_danger() -> None:
    team = [taker(MAYA), taker(TOMASZ, certified=True, heavy=False)]
    row = someone(urgency=3)
    assert routing.refusal(team[1], row, team, NOW) is Refusal.ENOUGH
    assert routing.refusal(team[0], row, team, NOW) is None
    assert routing.needs_call(row, routing.Crew(team), NOW)


def test_danger_counts_twice() -> None:
    assert routing.refusal(taker(certified=True, load=1), someone(urgency=3), [], NOW) is Refusal.FULL
    assert routing.refusal(taker(certified=True, load=1), someone(urgency=2), [], NOW) is None
    assert routing.refusal(taker(slots=1, certified=True), someone(urgency=4), [], NOW) is None


def test_languages_are_kept_until_nobody_speaks_them() -> None:
    maya, ines = taker(MAYA), taker(INES, speaks="fr")
    french = someone(language="fr", minutes=30)
    assert routing.refusal(maya, french, [maya, ines], NOW) is Refusal.LANGUAGE
    assert routing.refusal(maya, french, [maya], NOW) is None
    assert routing.refusal(maya, someone(language="fr", minutes=5), [maya], NOW) is Refusal.LANGUAGE
    assert Why.NO_SPEAKER in routing.placed([french], [maya], NOW)[0].why


def test_what_one_let_go_comes_again_only_when_nothing_else_is_left() -> None:
    passed, other = someone(1, minutes=5, passed=frozenset({MAYA})), someone(2)
    maya = taker()
    assert routing.next_for(maya, [passed, other], [maya], NOW) == other
    assert routing.next_for(maya, [passed], [maya], NOW) == passed


def test_someone_who_is_being_asked_about_is_not_asked_about_twice() -> None:
    maya = taker()
    assert routing.next_for(maya, [someone(asked=True)], [maya], NOW) is None
    assert routing.next_for(taker(away=True), [someone()], [maya], NOW) is None


def test_a_closed_page_keeps_its_place_and_lets_others_be_asked_about_first() -> None:
    gone, here, danger = someone(1, minutes=9, away=True), someone(2), someone(3, urgency=3, away=True)
    maya = taker()
    assert routing.order([here, gone], NOW) == [gone, here]
    assert routing.next_for(maya, [gone, here], [maya], NOW) == here
    assert routing.next_for(maya, [gone], [maya], NOW) == gone
    assert routing.next_for(maya, [gone, here, danger], [maya], NOW) == danger


def test_ten_thousand_in_line_are_ordered_in_a_moment() -> None:
    line = [someone(number, urgency=number % 5, minutes=number % 300) for number in range(10_000)]
    assert len(routing.order(line, NOW)) == 10_000
