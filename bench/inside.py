"""Measures that need the product's own verbs, in a process of their own with its own data.

    python -m bench.inside fill ENTRIES              so many entries in all, spread over all conversations
    python -m bench.inside growth MOST MANY          cost of a message as one log and the tables grow
    python -m bench.inside views SECONDS             how long views write, beside a writer without a pause

Prints one line of JSON. The data directory and the databases are those of the environment.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from itertools import count, cycle, islice
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.db import transaction  # noqa: E402

from bench.figures import Figures, percentile  # noqa: E402
from beside.conversations import actions, queries, writer  # noqa: E402
from beside.conversations.drafts import Written  # noqa: E402
from beside.conversations.models import Conversation, Kind, Seat, Side  # noqa: E402
from beside.foundation import clock  # noqa: E402
from beside.people.actions import begin_visit  # noqa: E402
from beside.people.models import Person  # noqa: E402
from beside.project import schema, serving  # noqa: E402

WORDS = "Thank you for asking. I had not told anybody about the letter, and it is good to say it aloud now."
AT_ONCE = 2_000
SAMPLE = 20
"""Messages for one point of a curve: few, so that they do not move the point they stand at."""

ROUNDS = 5
TOGETHER = 500
"""Conversations made in one transaction, where there are a hundred thousand to make."""


def fill(entries: int) -> Figures:
    """Say things until there are so many in all, spread evenly over every listener's conversation."""
    seats = list(Seat.objects.filter(side=Side.STAFF).select_related("conversation", "person"))
    if not seats:
        raise LookupError("There is no listener who could say anything.")
    begun = time.perf_counter()
    _say_many(cycle(seats), entries)
    return {"entries": entries, "seconds": time.perf_counter() - begun}


def growth(most: int, many: int) -> Figures:
    """Microseconds of processor time for a message said and read: by length of its log, by number of logs."""
    return {**_long_logs(most), **_many_logs(many)}


def views(seconds: int) -> Figures:
    """A verb that writes, as a view calls it, fifty times a second, beside a writer that never rests."""
    serving.seldom_look_for_cycles()
    talking = [_pair(number) for number in range(200)]
    stop = threading.Event()
    busy = threading.Thread(target=_never_quiet, args=([seats[0] for seats in talking], stop))
    busy.start()
    time.sleep(1)
    before = sum(Conversation.objects.values_list("head", flat=True))
    taken = list(_writing_views(seconds))
    written = sum(Conversation.objects.values_list("head", flat=True)) - before
    stop.set()
    busy.join()
    return {
        "view_p50_ms": percentile(taken, 0.5) * 1000,
        "view_p99_ms": percentile(taken, 0.99) * 1000,
        "view_most_ms": max(taken) * 1000,
        "views": len(taken),
        "messages_per_s_meanwhile": written / seconds,
    }


def _writing_views(seconds: int) -> Iterable[float]:
    """How long each took. What a first page writes: a pseudonym and its visit, in one transaction."""
    end = time.perf_counter() + seconds
    for number in count():
        begun = time.perf_counter()
        if begun >= end:
            return
        with transaction.atomic():
            person = Person.objects.create(name=f"Visitor {number}", came_on=clock.today())
            begin_visit(person=person)
        taken = time.perf_counter() - begun
        yield taken
        time.sleep(max(0.0, 0.02 - taken))


def _never_quiet(seats: Sequence[Seat], stop: threading.Event) -> None:
    waiting: set[Future[Written]] = set()
    for seat in cycle(seats):
        if stop.is_set():
            break
        waiting.add(actions.say(seat=seat, words=WORDS, client_id=uuid4().hex))
        if len(waiting) >= 2 * len(seats):
            waiting = wait(waiting, return_when="FIRST_COMPLETED").not_done
    wait(waiting)


def _long_logs(most: int) -> Figures:
    seeker, listener = _pair(0)
    found, entries = {}, 100
    while entries <= most:
        head = queries.head_of(seeker.conversation_id)
        _say_many(cycle([listener]), entries - head)
        found[f"entries_{entries}"] = _cost([(seeker, listener)])
        entries *= 10
    return found


def _many_logs(many: int) -> Figures:
    pairs = [_pair(number) for number in range(10)]
    found, there = {}, 10
    while there <= many:
        while (short := there - Conversation.objects.count()) > 0:
            _make_some(min(TOGETHER, short))
        found[f"conversations_{there}"] = _cost(pairs)
        there *= 10
    return found


def _make_some(most: int) -> None:
    """Of people of their own: nobody whose messages are measured has a hundred thousand conversations."""
    with transaction.atomic(using="keys"), transaction.atomic():
        seeker = Person.objects.create(name="Somebody", came_on=clock.today())
        for _each in range(most):
            actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=seeker)


def _cost(pairs: Sequence[tuple[Seat, Seat]]) -> float:
    """The least of some rounds: what others do on this machine only ever adds."""
    _rest()
    return min(_round(pairs) for _ in range(ROUNDS)) / SAMPLE * 1e6


def _rest() -> None:
    """Until what the filling left behind (a log to fold, threads that end) is done: no message costs that."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        before = time.process_time()
        time.sleep(0.5)
        if time.process_time() - before < 0.005:
            return


def _round(pairs: Sequence[tuple[Seat, Seat]]) -> float:
    """Processor seconds of all threads: each message is said alone, flushed, and read at the other end."""
    begun = time.process_time()
    for seeker, listener in islice(cycle(pairs), SAMPLE):
        written = actions.say(seat=seeker, words=WORDS, client_id=uuid4().hex).result()
        if not queries.since(listener, written.position - 1):
            raise AssertionError("What was said did not arrive.")
    return time.process_time() - begun


def _say_many(seats: Iterable[Seat], entries: int) -> None:
    seats = iter(seats)
    while entries > 0:
        batch = islice(seats, min(AT_ONCE, entries))
        said = [actions.say(seat=seat, words=WORDS, client_id=uuid4().hex) for seat in batch]
        for one in said:
            one.result()
        entries -= len(said)


def _pair(number: int) -> tuple[Seat, Seat]:
    """A conversation and its two seats; nobody needs to sign in here."""
    seeker, listener = (
        Person.objects.create(name=f"{who} {number}", is_staff=staff, came_on=clock.today())
        for who, staff in (("Visitor", False), ("Listener", True))
    )
    conversation = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=seeker)
    with transaction.atomic():
        there = actions.seat(conversation=conversation, person=listener, side=Side.STAFF, announce=False)
    return queries.seat_of(seeker, conversation.pk), there


WHAT: dict[str, Callable[..., Figures]] = {"fill": fill, "growth": growth, "views": views}


def main(arguments: Sequence[str]) -> None:
    """Run one and print what it found."""
    schema.bring_up_to_date()
    what, *numbers = arguments
    figures = WHAT[what](*map(int, numbers))
    writer.stop()
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
