"""What can be measured, by name, and what belongs to a quick look and to all."""

import importlib
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench import deciding, flushes, growth, sockets, talk, triage, two
from bench.figures import Tally
from bench.peers import running


@dataclass(frozen=True)
class Measure:
    """`about` in a sentence; `run` measures; `quick` is how it is run for a quick look (None: not at all).

    What is `apart` is not run by `all`: it installs something, or needs something installed.
    """

    about: str
    run: Callable[[Namespace], Tally]
    quick: Callable[[], Tally] | None = None
    apart: bool = False


def _reading(_given: Namespace) -> Tally:
    tally = Tally()
    tally.add(triage.measured())
    return tally


def _deciding(given: Namespace) -> Tally:
    tally = Tally()
    for run in range(given.runs):
        tally.add(deciding.measured(7 + run))
    return tally


def _painted(given: Namespace) -> Tally:
    """Browsers come with the tools for tests only, so they are asked for late."""
    tally = Tally()
    tally.add(importlib.import_module("bench.painted").measured(given.runs * 10))
    return tally


MEASURES: Mapping[str, Measure] = {
    "delivered": Measure(
        "messages delivered a second, 400 people in pairs, 4 under way for each",
        lambda given: talk.delivered(given.runs, limits=not given.alone),
        lambda: talk.delivered(1),
    ),
    "latency": Measure(
        "from the moment a message was due to its arrival, at 200 a second",
        lambda given: talk.at_rate(given.runs, 200, limits=not given.alone),
        lambda: talk.at_rate(1, 200),
    ),
    "rate": Measure(
        "the same at 2,000 a second",
        lambda given: talk.at_rate(given.runs, 2000, limits=False),
    ),
    "room": Measure(
        "one room of 200, ten of whom speak",
        lambda given: talk.room(given.runs, limits=not given.alone),
    ),
    "signon": Measure(
        "people who sign on, each session looked at",
        lambda given: sockets.sign_on(given.runs, limits=not given.alone),
        lambda: sockets.sign_on(1, limits=False),
    ),
    "idle": Measure(
        "memory of sockets that say nothing",
        lambda given: sockets.idle(),
        lambda: sockets.idle((1_000,)),
    ),
    "cpu": Measure("processor time and flushes for each message", lambda given: flushes.flushes(1)),
    "stored": Measure(
        "delivered a second with a million entries stored, over none",
        lambda given: growth.against_empty(given.runs),
    ),
    "growth": Measure("cost of a message as logs and tables grow", lambda given: growth.growth()),
    "beside": Measure(
        "views that write beside a busy writer",
        lambda given: growth.views(),
        lambda: growth.views(4),
    ),
    "two": Measure("one process and two on PostgreSQL and Redis", lambda given: two.two(min(given.runs, 2))),
    "peers": Measure(
        "the same work done by Django Channels, and by ejabberd where it is installed",
        lambda given: running.peers(given.runs),
        apart=True,
    ),
    "deciding": Measure(
        "who is asked about whom, with 10,000 waiting and 1,000 on shift",
        _deciding,
        lambda: _deciding(Namespace(runs=1)),
    ),
    "triage": Measure("the first reader", _reading, lambda: _reading(Namespace())),
    "painted": Measure("from send to painted on the other side, in two real browsers", _painted),
}
