"""P15: five hundred people stop reading while a room is busy."""

import time
from collections.abc import Sequence
from functools import partial

from proofs.crowd import Crowd, Member, allow_many_files, share, wait_for
from proofs.history import now
from proofs.houses import SQLITE, House
from proofs.memory import resident
from proofs.seats import seated
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import everyone

NUMBER = "P15"
PROMISE = "Five hundred who stop reading cost a bounded memory, are let go, and nobody else notices"
LIMITS = (
    "One server process on SQLite. Those who stop do so with small buffers of their own, as in a tunnel. "
    "The others' delay is compared with what it was while all read in the same busy room, on a machine that "
    "is not short of cores."
)
ALONE = True
ROUNDS = {"short": 1, "long": 2}
STOPPED = {"short": 40, "long": 500}
SECONDS = {"short": 6.0, "long": 30.0}
BOUND_KIB = 256 + 160
"""What one who stopped may cost: the queue's bound, and a buffer on its way."""

SLOWER = {"short": 3.0, "long": 1.2}
_AT_LEAST_MS = {"short": 250.0, "long": 20.0}
"""A delay below this is none: the short form runs beside other work."""
PAIRS = 8
_PAUSE = 0.05
_RECEIVES = 4096
_UNDER_WAY = 20
A_SECOND = {"short": 30.0, "long": 10.0}
"""Lines that the room hears in a second, before and after: what is compared is that nobody takes them."""

_FAREWELL = 6.0
_WORDS = "we are here and we listen " * 60


def prove(plan: Plan, number: int) -> Round:
    """Measure the others while a busy room reads, and again while so many in it have stopped reading."""
    return _stopped(plan, number, ())


def judge(rounds: Sequence[Round]) -> Verdict:
    """All who stopped were let go, memory and the others' delay stayed in their bounds."""
    names = ("kib_each", "p99_before_ms", "p99_during_ms", "slower")
    figures = {f"most_{name}": max(each.figures.get(name, 0) for each in rounds) for name in names}
    figures["let_go"] = sum(each.figures.get("let_go", 0) for each in rounds)
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    if not figures["let_go"]:
        return Verdict(Outcome.UNKNOWN, figures, ("nobody stopped reading",))
    return Verdict(Outcome.PASS, figures)


def no_bound(plan: Plan) -> Verdict:
    """Whatever waits for a reader is kept."""
    return judge([_stopped(plan, 1, ("no-queue-bound",))])


CONTROLS = {"a queue without a bound": no_bound}


def _stopped(plan: Plan, number: int, breakages: Sequence[str]) -> Round:
    allow_many_files()
    with House(SQLITE, pairs=PAIRS, breakages=breakages) as house:
        places = seated(house, "room", STOPPED[plan.size] + 1)
        house.start()
        load = Load(everyone(house), [house.port], seed=plan.seed + number, depth=1, pause=_PAUSE)
        speaker = Crowd(places[:1], house.port, plan.seed)
        stuck = Crowd(places[1:], house.port, plan.seed, receives=_RECEIVES)
        with load, speaker, stuck:
            if not (speaker.come() and stuck.come()):
                return Round({}, ("not everybody came in the first place",))
            return _while_they_talk(plan, house, load, speaker, stuck)


def _while_they_talk(plan: Plan, house: House, load: Load, speaker: Crowd, stuck: Crowd) -> Round:
    assert house.server is not None
    load.talk()
    time.sleep(1)
    while_read, _most = _busy(plan, house, load, speaker, SECONDS[plan.size])
    before = resident(house.server.child)
    stuck.each(_stop_reading)
    while_stopped, most = _busy(plan, house, load, speaker, 2 * SECONDS[plan.size])
    time.sleep(_FAREWELL)
    return _round(plan, (while_read, while_stopped), (before, most), _let_go(stuck), len(stuck.members))


def _busy(plan: Plan, house: House, load: Load, speaker: Crowd, seconds: float) -> tuple[float, float]:
    """Have the room hear so many lines a second. Returns the others' p99 in seconds, and the most memory."""
    assert house.server is not None
    begun, spoken, most = now(), 0, 0.0
    answered = speaker.members[0].told["said"]
    while now() - begun < seconds:
        under_way = spoken - (speaker.members[0].told["said"] - answered)
        if spoken < (now() - begun) * A_SECOND[plan.size] and under_way < _UNDER_WAY:
            speaker.each(partial(_say, name=f"{begun}-{spoken}"))
            spoken += 1
        most = max(most, resident(house.server.child))
        time.sleep(0.01)
    return share(sorted(_waits(load, begun))), most


def _stop_reading(member: Member) -> None:
    if member.line is not None and member.line.transport is not None:
        member.line.transport.pause_reading()


def _say(member: Member, name: str) -> None:
    if member.line is not None:
        member.line.say({"t": "say", "c": member.place.conv, "id": name, "words": _WORDS})


def _let_go(stuck: Crowd) -> int:
    """How many the server has let go: they find out when they read again."""

    def read_again(member: Member) -> None:
        if member.line is not None and member.line.transport is not None:
            member.line.transport.resume_reading()

    first = [member.line for member in stuck.members]
    stuck.each(read_again)
    wait_for(lambda: all(line is None or line.lost.done() for line in first), 10)
    return sum(line is None or line.lost.done() for line in first)


def _waits(load: Load, since: float) -> list[float]:
    return [
        (row.returned or now()) - row.invoked for row in load.rows if row.op == "say" and row.invoked >= since
    ]


def _round(
    plan: Plan, p99: tuple[float, float], memory: tuple[float, float], let_go: int, stopped: int
) -> Round:
    each = (memory[1] - memory[0]) * 1024 / stopped
    slower = p99[1] / max(p99[0], _AT_LEAST_MS[plan.size] / 1000)
    wrong = []
    if let_go < stopped:
        wrong.append(f"{stopped - let_go} of {stopped} who stopped reading were kept")
    if each > BOUND_KIB:
        wrong.append(f"each who stopped reading cost {each:.0f} KiB")
    if slower > SLOWER[plan.size]:
        wrong.append(f"the others waited {slower:.1f} times as long")
    figures = {
        "stopped": stopped,
        "let_go": let_go,
        "kib_each": round(each),
        "p99_before_ms": round(p99[0] * 1000, 1),
        "p99_during_ms": round(p99[1] * 1000, 1),
        "slower": round(slower, 2),
    }
    return Round(figures, tuple(wrong))
