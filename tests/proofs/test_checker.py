"""The judge is fed bad histories, one for each word it knows."""

import pytest

from proofs.checker import WRONGS, Findings, check
from proofs.history import FAIL, INFO, OK, Final, Row, Shown, View


def say(cid: str, position: int, at: float = 0.0, result: str = OK) -> Row:
    done = {"invoked": at, "returned": at + 0.5, "result": result, "position": position}
    return Row(op="say", client="7", conv="c", cid=cid, body=cid, **done)


def entry(cid: str, position: int, body: str = "") -> Final:
    return Final(conv="c", position=position, kind="said", author="7", cid=cid, body=body or cid)


def asked(told: int, at: float) -> Row:
    return Row(op="open", client="8", conv="c", invoked=at, returned=at, result=OK, position=told)


def view(*positions: int, owed: int = 0, bodies: str = "abc", conflicts: int = 0) -> View:
    shown = [Shown(position, bodies[position - 1]) for position in positions]
    return View(reader="8", conv="c", shown=shown, owed=owed, conflicts=conflicts)


SAYS = [say("a", 1, 0), say("b", 2, 1), say("c", 3, 2)]
LOG = [entry("a", 1), entry("b", 2), entry("c", 3)]


def test_a_good_history_is_good() -> None:
    found = check([*SAYS, asked(3, 5)], LOG, [view(1, 2, 3, owed=3)])
    assert found.sentences() == ()
    assert (found.acked, found.info, found.reads) == (3, 0, 1)


BAD = {
    "lost": check(SAYS, LOG[:2]),
    "phantom": check(SAYS[:2], LOG),
    "duplicate": check(SAYS, [*LOG, entry("c", 4)]),
    "wrong": check(SAYS, [*LOG[:2], entry("c", 3, body="other words")]),
    "holes": check(SAYS[::2], LOG[::2]),
    "divergent": check(SAYS, LOG, [view(1, 2, bodies="xb")]),
    "stale": check([*SAYS, asked(2, 5)], LOG),
    "undelivered": check(SAYS, LOG, [view(1, 2, owed=3)]),
    "unresolved": check([*SAYS[:2], say("c", 0, 2, INFO)], LOG),
}


@pytest.mark.parametrize("word", WRONGS)
def test_each_wrong_is_found(word: str) -> None:
    assert list(BAD[word].counts) == [word]
    assert BAD[word].sentences()[0].startswith(f"{word} 1: ")


def counts(found: Findings) -> dict[str, int]:
    return dict(found.counts)


def test_other_ways_to_go_wrong() -> None:
    assert counts(check([say("a", 1, result=FAIL)], LOG[:1])) == {"phantom": 1}
    assert counts(check([say("a", 2), say("b", 1)], LOG[:2])) == {"wrong": 2}
    assert counts(check(SAYS, [*LOG, entry("d", 3)])) == {"duplicate": 1, "phantom": 1}
    assert counts(check(SAYS, LOG, [view(1, 3)])) == {"divergent": 1}
    assert counts(check(SAYS, LOG, [view(1, 2, 2)])) == {"duplicate": 1}
    assert counts(check(SAYS, LOG, [view(1, conflicts=1)])) == {"divergent": 1}
    assert counts(check([], [], [view(1)])) == {"divergent": 1}
    assert counts(check([asked(4, 5), *SAYS], LOG)) == {"lost": 1}


def test_what_is_no_wrong() -> None:
    unknown = [*SAYS[:2], say("c", 0, 2, INFO)]
    assert counts(check(unknown, LOG, resolved=False)) == {}, "unknown and there"
    assert counts(check(unknown, LOG[:2], resolved=False)) == {}, "unknown and not there"
    assert counts(check([*SAYS, asked(1, 0.7)], LOG)) == {}, "a read told all that was acknowledged before it"
    assert counts(check([say("a", 1, result=FAIL), say("a", 1, 3)], LOG[:1])) == {}, "refused, then taken"
    assert counts(check([say("a", 1), say("a", 1, 3)], LOG[:1])) == {}, "said again, the same answer"
