"""P10: readers are away for a moment or longer, with any cursor, and come back by five words."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

from beside.client import Visitor
from proofs.history import keep
from proofs.houses import SQLITE, House, Someone
from proofs.proxy import Proxy
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load, Talker
from proofs.verdicts import ended, everyone, judge_load, judged

NUMBER = "P10"
PROMISE = "Whoever was away, however long, is shown exactly what they missed"
LIMITS = "SQLite, one process. The line is cut by a proxy on loopback; the longest gap is 20 seconds."
ROUNDS = {"short": 1, "long": 4}
GAPS = {"short": (0.1, 0.4, 1.2), "long": (0.1, 0.3, 1.0, 3.0, 10.0, 20.0)}
CURSORS = {"short": 24, "long": 320}
PAIRS = 4
AT_ONCE = 32
EACH_OPENED = 200
"""Entries that one round trip has to bring."""
FEW = 40


def prove(plan: Plan, number: int) -> Round:
    """Cut lines, ask from every position, come back by five words."""
    return _away(plan, number, [], 18)


def judge(rounds: Sequence[Round]) -> Verdict:
    """No view differs from the log, and nothing is owed to anybody."""
    return judged(rounds, enough=1000 if len(rounds) >= ROUNDS["long"] else FEW, hits=len(rounds))


def by_time(plan: Plan) -> Verdict:
    """The cursor is a time, in seconds."""
    return judged([_away(plan, 1, ["cursor-by-time"], 1)], enough=1)


CONTROLS = {"a cursor by time": by_time}


def _away(plan: Plan, number: int, breakages: Sequence[str], patience: float) -> Round:
    house = House(SQLITE, breakages=breakages)
    chance = random.Random(f"{plan.seed}/{number}")
    people = everyone(house)[: 2 * PAIRS]
    with house, Load(people, [house.port], seed=plan.seed, pause=0.15, depth=1) as load:
        house.start()
        proxy = Proxy(house.port)
        load.do(proxy.start())
        load.add(*(Talker(someone, [proxy.port], chance) for someone in people))
        load.talk_of(load.talkers[: 2 * PAIRS])
        hits = sum(_cut(load, proxy, seconds) for seconds in GAPS[plan.size])
        load.hush()
        if not breakages:
            _ask_from_everywhere(plan, house, load, [pair[0] for pair in house.people[:PAIRS]])
        trips = _returned(house, load, people[0], chance) if not breakages else 0
        ended(house, load, patience)
        keep(plan.folder / "history.jsonl", load.rows)
        trips += _too_many_trips(load)
        done = judge_load(house, load, hits, gaps=len(GAPS[plan.size]), cursors=CURSORS[plan.size])
        wrong = ("somebody asked more often than once for 200 entries",) if trips else ()
        return Round(done.figures, (*done.wrong, *wrong), done.facts)


def _cut(load: Load, proxy: Proxy, seconds: float) -> bool:
    """Cut every line. Whether something was said that those behind it missed."""
    time.sleep(0.5)
    before = load.acked
    lost = load.do(proxy.cut(seconds), 120)
    missed = load.acked > before
    time.sleep(0.3)
    return bool(lost) and missed


def _ask_from_everywhere(plan: Plan, house: House, load: Load, seekers: Sequence[Someone]) -> None:
    """A reader for each position to begin after; a few at once, since a person has few sockets."""
    heads = load.heads()
    for begin in range(0, CURSORS[plan.size], AT_ONCE):
        readers = []
        for each in range(begin, min(begin + AT_ONCE, CURSORS[plan.size])):
            someone = seekers[each % len(seekers)]
            after = each // len(seekers) % (heads[someone.conv] + 1)
            readers.append(Talker(someone, [house.port], random.Random(each), after=after))
        load.add(*readers)
        load.wait(lambda came=readers: all(one.answered for one in came), 15)  # type: ignore[misc]  # a default it cannot infer
        load.leave(*readers)


def _returned(house: House, load: Load, someone: Someone, chance: random.Random) -> int:
    """Sign a seeker out everywhere, come back by five words, and read on from the middle."""
    words = house.five_words(someone.person)
    with Visitor(house.origin) as visitor:
        visitor.goes("/back")
        visitor.fills("/back", words=" ".join(words))
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    back = Talker(
        replace(someone, cookie=cookies), [house.port], chance, after=load.heads()[someone.conv] // 2
    )
    load.add(back)
    came = load.wait(lambda: back.position >= load.heads()[someone.conv], 20)
    return 0 if came else 1


def _too_many_trips(load: Load) -> int:
    """Readers who came once and had to ask more often than once for 200 entries."""
    readers = [one for one in load.talkers if isinstance(one, Talker) and one.greeted == 1 and one.view.after]
    return sum(
        sum(row.op == "open" for row in one.rows) > 1 + (one.position - one.view.after) / EACH_OPENED
        for one in readers
    )
