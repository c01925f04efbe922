"""P7: four gateways are renewed one after another under two thousand sockets."""

import os
import signal
import time
from collections.abc import Sequence

from proofs.crowd import Crowd, allow_many_files, share, wait_for
from proofs.history import keep
from proofs.houses import POSTGRESQL, House
from proofs.seats import seated, start_all
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import ended, everyone, judge_load, judged
from tests.throwaway import Redis, listens

NUMBER = "P7"
PROMISE = "Renewing every gateway, one after another, loses and doubles nothing; everyone is back within 10 s"
LIMITS = "Several gateways on one port, PostgreSQL and Redis, all on one machine with the people."
ALONE = True
ROUNDS = {"short": 1, "long": 2}
CROWD = {"short": 100, "long": 1_936}
GATEWAYS = {"short": 2, "long": 4}
PAIRS = 32
FEW = 100
BACK_P99 = {"short": 20.0, "long": 10.0}
"""The promise is the long form's; the short one runs beside other work."""

_PAUSE = 0.3
_RENEWED_WITHIN = 180.0


def prove(plan: Plan, number: int) -> Round:
    """One house, renewed once while pairs talk and a crowd waits."""
    return _renewed(plan, number, ())


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing lost or doubled; p99 of the ways back in its bound; nobody had to sign in."""
    verdict = judged(rounds, enough=FEW if len(rounds) < ROUNDS["long"] else 1_000, hits=len(rounds))
    last = max(each.figures.get("back_p99_s", 0) for each in rounds)
    gateways = max(each.figures.get("gateways", 0) for each in rounds)
    figures = {**verdict.figures, "back_p99_s": last, "gateways": gateways}
    return Verdict(verdict.outcome, figures, verdict.why)


def sent_to_sign_in(plan: Plan) -> Verdict:
    """The farewell sends everybody to the door."""
    return judge([_renewed(plan, 1, ("farewell-signs-out",))])


CONTROLS = {"sent to sign in": sent_to_sign_in}


def _renewed(plan: Plan, number: int, breakages: Sequence[str]) -> Round:
    allow_many_files()
    redis = Redis().start()
    gateways = GATEWAYS[plan.size]
    house = House(
        POSTGRESQL,
        breakages=[*breakages, *(["children"] if breakages else [])],
        pairs=PAIRS,
        BESIDE_PROCESSES=str(gateways),
        BESIDE_REDIS_URL=redis.url,
    )
    try:
        with house:
            places = seated(house, "crowd", CROWD[plan.size])
            start_all(house)
            load = Load(everyone(house), [house.port], seed=plan.seed + number, depth=1, pause=_PAUSE)
            with load, Crowd(places, house.port, plan.seed + number) as crowd:
                return _while_they_talk(plan, house, load, crowd, gateways)
    finally:
        redis.stop()


def _while_they_talk(plan: Plan, house: House, load: Load, crowd: Crowd, gateways: int) -> Round:
    assert house.server is not None
    here = crowd.come()
    load.talk()
    load.wait(lambda: load.acked > len(load.talkers), 30)
    crowd.each(lambda member: member.backs.clear())
    begun = time.monotonic()
    os.kill(house.server.child, signal.SIGHUP)
    said = house.server.said
    renewed = wait_for(lambda: "processes are renewed" in said(), _RENEWED_WITHIN)
    seconds = time.monotonic() - begun
    wait_for(lambda: all(each.here or each.codes[4401] for each in crowd.members), 30)
    back = crowd.here == len(crowd.members)
    hits = int(load.in_flight > 0 or sum(crowd.codes().values()) > 0)
    ended(house, load)
    wait_for(lambda: not listens(house.port), 30)  # the children say good-bye after their parent was killed
    keep(plan.folder / "history.jsonl", load.rows)
    wrong = [] if here and renewed else ["not everybody came, or the renewal did not end"]
    if not back:
        wrong.append(f"{len(crowd.members) - crowd.here} did not come back")
    more = {"gateways": float(gateways), "renewal_s": round(seconds, 1)}
    found = judge_load(house, load, hits)
    return _judged(
        Round({**found.figures, **more}, found.wrong, found.facts), crowd, wrong, BACK_P99[plan.size]
    )


def _judged(found: Round, crowd: Crowd, wrong: list[str], within: float) -> Round:
    backs, codes = crowd.backs(), crowd.codes()
    p99 = share(backs)
    if codes[4401]:
        wrong.append(f"{codes[4401]} were sent to sign in")
    if p99 > within:
        wrong.append(f"p99 of the ways back was {p99:.1f} s")
    figures = {
        **found.figures,
        "sockets": len(crowd.members),
        "came_back": len(backs),
        "back_p99_s": round(p99, 2),
    }
    facts = {**found.facts, "codes": {str(code): times for code, times in codes.items()}}
    return Round(figures, (*found.wrong, *wrong), facts)
