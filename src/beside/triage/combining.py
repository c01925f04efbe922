"""Signals taken together: a plan and a "tonight" say more than either, in one message or in two."""

import tomllib
from dataclasses import dataclass
from functools import cache

from beside.triage.grammar import DATA


@dataclass(frozen=True, slots=True)
class Rule:
    """When every group of signals has one present, the urgency is at least this."""

    groups: tuple[frozenset[str], ...]
    at_least: int


@cache
def rules() -> tuple[Rule, ...]:
    """The reviewed combinations, the most urgent first."""
    rows = tomllib.loads((DATA / "together.toml").read_text("utf-8"))["rule"]
    made = (Rule(tuple(frozenset(g.split()) for g in row["when"]), row["at_least"]) for row in rows)
    return tuple(sorted(made, key=lambda rule: -rule.at_least))


def raised(plain: frozenset[str], *, here: frozenset[str]) -> int:
    """The urgency of signals together, 0 when no rule applies.

    `plain`: unmodified signals of this message and those before; `here`: those of this message, of which a
    rule needs at least one.
    """
    for rule in rules() if here else ():
        if all(group & plain for group in rule.groups) and any(group & here for group in rule.groups):
            return rule.at_least
    return 0
