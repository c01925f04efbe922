"""A desk without tables, on which anything may happen: what decides is `beside.desk.routing` alone.

Everything around it is as plain as can be, so that what it looks at can be held against what was decided.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from beside.desk import routing
from beside.desk.routing import Crew, Line, Pair, Rules, Taker, Waiting
from beside.desk.routing.order import rank

BEGIN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
RULES = Rules(due=timedelta(minutes=8), in_a_row=3)
"""As they are, but that nobody has to wait an hour for what happens after an hour."""

ANSWERED_WITHIN = timedelta(seconds=30)
MISSES = 2


@dataclass
class Person:
    """Somebody on shift. `says` is how routing is told of them (a control lies here)."""

    taker: Taker
    here: bool = True
    paused: bool = False
    cooling: bool = False
    misses: int = 0
    asked: int | None = None
    chats: dict[int, int] = field(default_factory=dict)

    @property
    def may_be_asked(self) -> bool:
        """Whether anything at all may be offered."""
        return self.here and not (self.paused or self.cooling) and self.asked is None


@dataclass
class Place:
    """Somebody who came. `let_go`: who was asked about them, when, and did not take them."""

    row: Waiting
    asked_by: UUID | None = None
    asked_at: datetime = BEGIN
    let_go: dict[UUID, datetime] = field(default_factory=dict)
    called: bool = False
    passed_by: int = 0


class Floor:
    """One desk. `lies` is what a negative control gets wrong: "here", "load", "call", or nothing."""

    def __init__(self, chance: random.Random, *, rules: Rules = RULES, lies: str = "") -> None:
        self.chance, self.rules, self.lies = chance, rules, lies
        self.now = BEGIN
        self.line, self.crew = Line(rules=rules), Crew()
        self.staff: dict[UUID, Person] = {}
        self.places: dict[int, Place] = {}
        self.wrong: list[str] = []
        self.came = self.offers = self.taken = 0

    # What happens.

    def comes(self, urgency: int, language: str) -> None:
        """Somebody new in line."""
        self.came += 1
        row = Waiting(self.came, urgency, language, self.now, topic=self.chance.choice(("", "", "grief")))
        self.places[row.id] = Place(row)
        self.line.put(row)

    def begins(self, slots: int, languages: str, *, certified: bool) -> None:
        """Somebody comes on shift."""
        who = UUID(int=len(self.staff) + 1)
        topics = frozenset({"grief"} if self.chance.random() < 0.3 else ())
        taker = Taker(who, frozenset(languages.split()), slots, certified=certified, topics=topics)
        self.staff[who] = Person(taker)
        self.shows(who)

    def leaves(self, number: int) -> None:
        """Somebody leaves the line; who was asked about them is asked no more."""
        place = self.places.pop(number)
        self.line.drop(number)
        self._free(place)

    def rises(self, number: int, urgency: int) -> None:
        """Words were read as danger. Whoever is asked and has no room for that is asked no more."""
        place = self.places[number]
        place.row = replace(place.row, urgency=max(place.row.urgency, urgency))
        if place.asked_by is not None and not fits(self.staff[place.asked_by], place.row.weight):
            self._free(place)
        self._stands(place)
        if place.asked_by is not None:
            self.shows(place.asked_by)

    def accepts(self, number: int) -> None:
        """Whoever is asked takes them."""
        place = self.places.pop(number)
        assert place.asked_by is not None
        person = self.staff[place.asked_by]
        person.asked, person.misses = None, 0
        self._passes_others(place)
        person.chats[number] = place.row.weight
        self.taken += 1
        self.line.taken(number, self.now)
        self.shows(person.taker.id)

    def declines(self, number: int) -> None:
        """Left for a colleague."""
        place = self.places[number]
        assert place.asked_by is not None
        self.staff[place.asked_by].misses = 0
        self._goes_back(place)

    def loses(self, who: UUID) -> None:
        """A socket is dead: what they were asked is taken back at once, and is no miss."""
        person = self.staff[who]
        person.here = False
        if person.asked is not None:
            self._free(self.places[person.asked])
        self.shows(who)

    def ends(self, who: UUID, number: int) -> None:
        """A chat is over."""
        del self.staff[who].chats[number]
        self.shows(who)

    def passes(self, seconds: float) -> None:
        """Time goes by: offers run out, and two of them in a row are a pause."""
        self.now += timedelta(seconds=seconds)
        for place in [each for each in self.places.values() if each.asked_by is not None]:
            if self.now - place.asked_at >= ANSWERED_WITHIN:
                assert place.asked_by is not None
                person = self.staff[place.asked_by]
                person.misses += 1
                person.paused = person.paused or routing.is_away(person.misses, MISSES)
                self._goes_back(place)

    def looks(self) -> None:
        """What the desk does after everything: ask whoever can be asked, then call for whom nobody was."""
        for place in self.places.values():
            if place.let_go and place.asked_by is None:
                self._stands(place)
        for pair in routing.pairs(self.line, self.crew, self.now):
            self.holds(pair)
            self._asks(pair)
        for row in routing.to_be_called(self.line, self.crew, self.now, self.rules):
            self.places[row.id].called = self.lies != "call"
        self.all_holds()

    # What must hold.

    def holds(self, pair: Pair) -> None:
        """At the moment somebody is asked."""
        place, person = self.places.get(pair.row.id), self.staff.get(pair.taker.id)
        if place is None or person is None:
            self.wrong.append("somebody was asked who is gone, or about somebody who is")
            return
        if place.asked_by is not None or person.asked is not None:
            self.wrong.append("two were asked about one, or one about two")
        if not person.may_be_asked:
            self.wrong.append("somebody was asked who is gone, on a pause or on a break")
        if not fits(person, pair.row.weight):
            self.wrong.append("somebody was asked for more than they have places")
        self._first_of_all(pair)

    def all_holds(self) -> None:
        """At any moment after a look."""
        for place in self.places.values():
            waited = self.now - place.row.joined_at
            helped = place.asked_by is not None or place.called
            if place.row.in_danger and not helped and waited >= timedelta(seconds=60):
                self.wrong.append("somebody in danger has no offer and nobody was called")
            most = (1 + len(self.places)) * (RULES.in_a_row + len(self.staff))
            if place.passed_by > most:
                self.wrong.append(f"{place.passed_by} in danger were taken before one who waited too long")
        for person in self.staff.values():
            if sum(person.chats.values()) > max(person.taker.slots, 2):
                self.wrong.append("somebody carries more than they have places")

    def _first_of_all(self, pair: Pair) -> None:
        """Nobody who stands before them could be taken by anybody, unless it is their turn after danger."""
        due = not pair.row.in_danger and self.now - pair.row.joined_at >= self.rules.due
        if due and self.line.run >= self.rules.in_a_row:
            return
        mine = (pair.row.is_put_off, rank(pair.row, self.now, self.rules))
        for other in self.places.values():
            before = (other.row.is_put_off, rank(other.row, self.now, self.rules)) < mine
            if (
                before
                and other.asked_by is None
                and any(self._could(one, other) for one in self.staff.values())
            ):
                self.wrong.append("somebody was asked about one while another stood before them")

    def _could(self, person: Person, place: Place) -> bool:
        if not person.may_be_asked or not fits(person, place.row.weight):
            return False
        lately = self.now - place.let_go.get(person.taker.id, BEGIN - self.rules.again) < self.rules.again
        taker = replace(person.taker, load=sum(person.chats.values()))
        return not lately and routing.refusal(taker, place.row, self.crew, self.now, self.rules) is None

    def _passes_others(self, taken: Place) -> None:
        """Count what those see who have waited too long, and whom the same person could have taken."""
        if not taken.row.in_danger or taken.asked_by is None:
            return
        person = self.staff[taken.asked_by]
        for place in self.places.values():
            late = not place.row.in_danger and taken.asked_at - place.row.joined_at >= self.rules.due
            if late and place.asked_by is None and self._could(person, place):
                place.passed_by += 1

    # How routing is told.

    def shows(self, who: UUID) -> None:
        """Let routing see somebody as they are."""
        person = self.staff[who]
        asked = self.places[person.asked].row.weight if person.asked in self.places else 0
        load = sum(person.chats.values()) + asked
        away = person.paused or not person.here
        self.crew.put(
            replace(
                person.taker,
                load=0 if self.lies == "load" else load,
                away=person.paused if self.lies == "here" else away,
                cooling=person.cooling,
                asked=person.asked is not None,
            )
        )

    def _asks(self, pair: Pair) -> None:
        self.offers += 1
        place, person = self.places[pair.row.id], self.staff[pair.taker.id]
        place.asked_by, place.asked_at, person.asked = pair.taker.id, self.now, pair.row.id
        place.row = replace(place.row, asked=True)

    def _goes_back(self, place: Place) -> None:
        assert place.asked_by is not None
        place.let_go[place.asked_by] = place.asked_at
        self._free(place)

    def _free(self, place: Place) -> None:
        """Nobody is asked about them any more."""
        who, place.asked_by = place.asked_by, None
        if who is not None:
            self.staff[who].asked = None
            self.shows(who)
        if place.row.id in self.places:
            self._stands(place)

    def _stands(self, place: Place) -> None:
        lately = (who for who, at in place.let_go.items() if routing.has_let_go(at, self.now, self.rules))
        place.row = replace(place.row, asked=place.asked_by is not None, passed=frozenset(lately))
        self.line.put(place.row)


def fits(person: Person, weight: int) -> bool:
    """Whether one more chat of this weight fits, counted from their chats alone."""
    held = sum(person.chats.values())
    return held == 0 or held + weight <= min(person.taker.slots, routing.MOST_SLOTS)
