"""The grouped line against the plainest one, and what must hold over whole evenings of taking and leaving."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from beside.desk import routing
from beside.desk.routing import Crew, Line, Pair, Refusal, Rules, Taker, Waiting, Wish, fit
from beside.desk.routing.fit import suits

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TOPICS = ("", "grief", "work")
TAGS = ("addiction", "exile")
RULES = Rules()


def some(chance: random.Random, of: tuple[str, ...]) -> frozenset[str]:
    """Any of these, often none."""
    return frozenset(each for each in of if chance.random() < 0.25)


def people(chance: random.Random, count: int) -> list[Taker]:
    """Staff of every kind."""
    return [
        Taker(
            UUID(int=number + 1),
            frozenset(chance.choice(("en", "fr", "en fr")).split()),
            slots=chance.randint(1, 3),
            load=chance.choice((0, 0, 1, 2)),
            certified=chance.random() < 0.3,
            away=chance.random() < 0.2,
            cooling=chance.random() < 0.1,
            services=frozenset() if chance.random() < 0.7 else frozenset({chance.randint(0, 1)}),
            topics=some(chance, TOPICS[1:]),
            tags=some(chance, TAGS),
            role=chance.choice(("listener", "counsellor")),
            gender=chance.choice(("", "f", "m")),
            most=chance.choice((2, 4, 4)),
            minors=(minors := chance.random() < 0.8),
            for_minors=minors and chance.random() < 0.3,
            heavy=chance.random() < 0.8,
            points=chance.randint(0, 4),
            free_since=NOW - timedelta(minutes=chance.randint(0, 90)),
        )
        for number in range(count)
    ]


def wish(chance: random.Random) -> Wish:
    """Mostly none."""
    kind = chance.randint(0, 9)
    if kind > 2:
        return Wish()
    return (Wish(gender="f"), Wish(role="counsellor"), Wish(person=UUID(int=chance.randint(1, 6))))[kind]


def whom(chance: random.Random) -> frozenset[UUID]:
    """One of the staff, now and then."""
    return frozenset({UUID(int=chance.randint(1, 6))}) if chance.random() < 0.15 else frozenset()


def rows(chance: random.Random, count: int) -> list[Waiting]:
    """People who wait, of every kind."""
    return [
        Waiting(
            number,
            chance.choice((0, 0, 1, 2, 3, 4)),
            chance.choice(("en", "en", "fr", "pl")),
            NOW - timedelta(seconds=chance.randint(0, 6000)),
            front=chance.random() < 0.1,
            asked=chance.random() < 0.1,
            away=chance.random() < 0.1,
            passed=whom(chance),
            service=chance.randint(0, 1),
            topic=chance.choice(TOPICS),
            tags=some(chance, TAGS),
            minor=chance.random() < 0.1,
            wish=wish(chance),
            blocked=whom(chance),
        )
        for number in range(count)
    ]


def plainly(taker: Taker, line: list[Waiting], crew: list[Taker], run: int = 0) -> Waiting | None:
    """The same by looking at everybody."""
    first = due(line) if run >= RULES.in_a_row else []
    order = first + sorted(routing.order(line, NOW), key=lambda row: row.is_put_off)
    allowed = [row for row in order if routing.refusal(taker, row, crew, NOW) is None]
    return min(allowed, key=lambda row: taker.id in row.passed, default=None)


def due(line: list[Waiting]) -> list[Waiting]:
    """Who has waited too long and is not in danger, the longest first."""
    late = (row for row in line if not row.in_danger and not row.away and NOW - row.joined_at >= RULES.due)
    return sorted(late, key=lambda row: (row.joined_at, row.id))


def pairs(line: list[Waiting], crew: list[Taker], run: int = 0) -> Iterator[tuple[Waiting, list[Taker]]]:
    """Whoever can be taken, in order, each with all who may be asked."""
    first = due(line) if run >= RULES.in_a_row else []
    for row in first + sorted(routing.order(line, NOW), key=lambda row: row.is_put_off):
        may = [
            one for one in crew if routing.refusal(one, row, crew, NOW) is None and one.id not in row.passed
        ]
        if may:
            yield row, may


@pytest.mark.parametrize("seed", range(400))
def test_looking_at_groups_finds_what_looking_at_everybody_finds(seed: int) -> None:
    chance = random.Random(seed)
    line, crew = rows(chance, chance.randint(0, 25)), people(chance, chance.randint(0, 6))
    run = chance.choice((0, 0, RULES.in_a_row))
    grouped = Line(line, run=run)
    for one in crew:
        assert grouped.next_for(one, Crew(crew), NOW) == plainly(one, line, crew, run)
    pair, plain = grouped.next_pair(Crew(crew), NOW), next(pairs(line, crew, run), None)
    assert (pair and pair.row) == (plain and plain[0])
    if pair and plain:
        row, may = plain
        best = max(suits(one, row) for one in may)
        first = min(
            (one for one in may if suits(one, row) == best),
            key=lambda one: (one.load, one.points, one.free_since, one.id),
        )
        assert pair.taker == first


@pytest.mark.parametrize("seed", range(60))
def test_what_changes_one_by_one_stays_what_it_would_be_made_anew(seed: int) -> None:
    chance = random.Random(seed)
    run = chance.choice((0, RULES.in_a_row))
    line, crew = Line(run=run), Crew()
    for _turn in range(60):
        for row in rows(chance, 12)[chance.randint(0, 11) :]:
            line.put(row) if chance.random() < 0.7 else line.drop(row.id)
        for one in people(chance, 6)[chance.randint(0, 5) :]:
            crew.put(one) if chance.random() < 0.8 else crew.drop(one.id)
        assert line.next_pair(crew, NOW) == Line(line, run=run).next_pair(Crew(crew), NOW)


def evening(seed: int) -> Iterator[tuple[datetime, Line, Crew, Pair]]:
    """People come, are asked about, taken, and leave again, for a few hours; every pair, as it was found."""
    chance = random.Random(seed)
    line, crew, now, number = Line(), Crew(people(chance, 5)), NOW, 0
    ends: list[tuple[datetime, UUID, int]] = []
    for _turn in range(250):
        now += timedelta(seconds=chance.randint(1, 120))
        for row in rows(chance, chance.choice((0, 0, 1, 2))):
            number += 1
            line.put(replace(row, id=number, joined_at=now, asked=False, passed=frozenset()))
        for end in [one for one in ends if one[0] <= now]:
            ends.remove(end)
            crew.put(replace(crew[end[1]], load=crew[end[1]].load - end[2]))
        while pair := line.next_pair(crew, now):
            yield now, line, crew, pair
            line.taken(pair.row.id, now)
            crew.put(replace(pair.taker, load=pair.taker.load + pair.row.weight))
            ends.append((now + timedelta(minutes=chance.randint(5, 60)), pair.taker.id, pair.row.weight))


@pytest.mark.parametrize("seed", range(40))
def test_all_evening_long_the_rules_hold(seed: int) -> None:
    for now, line, crew, pair in evening(seed):
        assert routing.refusal(pair.taker, pair.row, crew, now) is None
        assert not pair.taker.away
        assert pair.taker.load == 0 or pair.taker.load + pair.row.weight <= pair.taker.slots
        if not pair.row.in_danger and line.run < RULES.in_a_row:
            for other in line:
                if other.in_danger:
                    assert all(routing.refusal(one, other, crew, now) is not None for one in crew)


def test_after_so_many_in_danger_one_who_waited_too_long_comes_first() -> None:
    """However many in danger keep coming: the bound by which nobody starves."""
    line = Line([Waiting(0, 0, "en", NOW - timedelta(hours=2))])
    crew = Crew([Taker(UUID(int=1), frozenset({"en"}), 1, certified=True)])
    taken = []
    for number in range(1, 60):
        line.put(Waiting(number, 4, "en", NOW))
        pair = line.next_pair(crew, NOW)
        assert pair is not None
        line.taken(pair.row.id, NOW)
        taken.append(pair.row.id)
    assert taken.index(0) == RULES.in_a_row


def test_nobody_is_put_before_danger_who_has_not_waited_too_long() -> None:
    line = Line([Waiting(0, 0, "en", NOW - timedelta(minutes=59)), Waiting(1, 4, "en", NOW)], run=10)
    pair = line.next_pair(Crew([Taker(UUID(int=1), frozenset({"en"}), 1)]), NOW)
    assert pair is not None
    assert pair.row.id == 1


ALICE, BO = (Taker(UUID(int=number), frozenset({"en"}), 1) for number in (1, 2))


@pytest.mark.parametrize(
    ("asked", "has", "first"),
    [
        ({"topic": "grief"}, {"topics": frozenset({"grief"})}, Refusal.EXPERT_FIRST),
        ({"tags": frozenset({"exile"})}, {"tags": frozenset({"exile"})}, Refusal.EXPERT_FIRST),
        ({"wish": Wish(gender="f")}, {"gender": "f"}, Refusal.WISH_FIRST),
        ({"wish": Wish(person=BO.id)}, {}, Refusal.WISH_FIRST),
    ],
)
def test_what_was_asked_for_is_waited_for_as_long_as_somebody_has_it(
    asked: dict[str, object], has: dict[str, object], first: Refusal
) -> None:
    row = Waiting(1, 1, "en", NOW, **asked)  # type: ignore[arg-type]
    bo = replace(BO, **has)  # type: ignore[arg-type]
    assert routing.refusal(ALICE, row, [ALICE, bo], NOW) is first
    assert routing.refusal(bo, row, [ALICE, bo], NOW) is None
    assert routing.refusal(ALICE, row, [ALICE, replace(bo, away=True)], NOW) is None
    assert routing.refusal(ALICE, row, [ALICE, bo], NOW + RULES.expert) is None
    assert routing.refusal(ALICE, replace(row, urgency=3), [ALICE, bo], NOW) is None


@pytest.mark.parametrize(
    ("taker", "row", "why"),
    [
        ({"cooling": True}, {"urgency": 4}, Refusal.COOLING),
        ({"most": 2}, {"urgency": 3}, Refusal.QUALIFICATION),
        ({"minors": False}, {"minor": True}, Refusal.QUALIFICATION),
        ({"heavy": False}, {"urgency": 3}, Refusal.ENOUGH),
        ({"services": frozenset({7})}, {}, Refusal.SERVICE),
        ({}, {"blocked": frozenset({ALICE.id})}, Refusal.BLOCKED),
    ],
)
def test_some_things_are_never_relaxed(
    taker: dict[str, object], row: dict[str, object], why: Refusal
) -> None:
    waiting = Waiting(**{"id": 1, "urgency": 0, "language": "en", "joined_at": NOW, **row})  # type: ignore[arg-type]
    one = replace(ALICE, **taker)  # type: ignore[arg-type]
    assert routing.refusal(one, waiting, [one], NOW + timedelta(hours=5)) is why


def test_a_decision_among_ten_thousand_and_a_thousand_looks_at_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time it takes is in bench; this is what it rests on."""
    chance = random.Random(7)
    line, crew = Line(rows(chance, 10_000)), Crew(people(chance, 1_000))
    looks, refusal = [], fit.refusal
    monkeypatch.setattr(fit, "refusal", lambda *about: looks.append(1) or refusal(*about))
    for _turn in range(20):
        pair = line.next_pair(crew, NOW)
        assert pair
        line.taken(pair.row.id, NOW)
    assert len(looks) < 20 * 2_000


def test_nobody_is_looked_at_in_a_language_that_nobody_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    line = Line(replace(row, language="pl") for row in rows(chance, 2_000))
    busy, free = Taker(UUID(int=1), frozenset({"pl"}), 1, load=1), Taker(UUID(int=2), frozenset({"en"}), 1)
    looks: list[object] = []
    monkeypatch.setattr(fit, "is_for_anybody", lambda *about: looks.append(about))
    assert line.next_pair(Crew([busy, free]), NOW) is None
    assert looks == []
