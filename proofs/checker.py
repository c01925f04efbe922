"""The one judge of every promise about delivery: history, final log and readers' views against each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from proofs.history import FAIL, INFO, OK, Final, Row, Shown, View

WRONGS = (
    "lost",
    "phantom",
    "duplicate",
    "wrong",
    "holes",
    "divergent",
    "stale",
    "undelivered",
    "unresolved",
)
"""What may go wrong; each is a count that has to be nought.

- lost: acknowledged, not in the log.
- phantom: in the log, never attempted, or refused for good.
- duplicate: one client id in two rows, or a position shown twice.
- wrong: not at the acknowledged position, or with another body.
- holes: positions missing below the head.
- divergent: a reader was shown something that the log does not say there.
- stale: a read begun after an acknowledgement was told a head below it.
- undelivered: a connected reader was never shown it.
- unresolved: without a definite answer although the client kept asking.
"""

Name = tuple[str, str, str]


@dataclass
class Findings:
    """What a check found: the counts, an example of each, and how much there was to check."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    acked: int = 0
    info: int = 0
    retried: int = 0
    reads: int = 0

    def add(self, word: str, example: str, times: int = 1) -> None:
        """Count one more of `word`; the first is kept as the example."""
        if times:
            self.counts[word] += times
            self.examples.setdefault(word, example)

    def figures(self) -> dict[str, float]:
        """Everything as numbers that can be added up over rounds."""
        sizes = {"acked": self.acked, "info": self.info, "retried": self.retried, "reads": self.reads}
        return {**sizes, **{word: self.counts[word] for word in WRONGS}}

    def sentences(self) -> tuple[str, ...]:
        """What went wrong, with an example each."""
        return tuple(
            f"{word} {self.counts[word]}: {self.examples[word]}" for word in WRONGS if self.counts[word]
        )


def check(
    rows: Sequence[Row], final: Sequence[Final], views: Iterable[View] = (), *, resolved: bool = True
) -> Findings:
    """Hold everything against the final log. `resolved` says that clients asked until a definite answer."""
    found = Findings()
    logs: defaultdict[str, dict[int, Final]] = defaultdict(dict)
    _check_log(found, final, logs)
    _check_says(found, [row for row in rows if row.op == "say"], final, resolved=resolved)
    _check_reads(found, rows, logs)
    for view in views:
        _check_view(found, view, logs[view.conv])
    return found


def _check_log(found: Findings, final: Sequence[Final], logs: defaultdict[str, dict[int, Final]]) -> None:
    names: Counter[Name] = Counter()
    for entry in final:
        if entry.position in logs[entry.conv]:
            found.add("duplicate", f"two entries at {entry.conv} {entry.position}")
        logs[entry.conv][entry.position] = entry
        names[(entry.conv, entry.author, entry.cid)] += 1
    for name, times in names.items():
        found.add("duplicate", f"{name} is in {times} rows", times - 1)
    for conv, log in logs.items():
        missing = set(range(1, max(log) + 1)) - set(log)
        found.add("holes", f"{conv} has none of {sorted(missing)[:5]}", len(missing))


def _check_says(found: Findings, says: Sequence[Row], final: Sequence[Final], *, resolved: bool) -> None:
    written: defaultdict[Name, list[Final]] = defaultdict(list)
    for entry in final:
        if entry.kind == "said":
            written[(entry.conv, entry.author, entry.cid)].append(entry)
    attempted: defaultdict[Name, set[str]] = defaultdict(set)
    for row in says:
        name = (row.conv, row.client, row.cid)
        attempted[name].add(row.result)
        _check_say(found, row, written.get(name, ()), resolved=resolved)
    for name in written:
        if name not in attempted:
            found.add("phantom", f"{name} was never said")
        elif attempted[name] == {FAIL}:
            found.add("phantom", f"{name} was refused, and is there")


def _check_say(found: Findings, row: Row, written: Sequence[Final], *, resolved: bool) -> None:
    found.acked += row.result == OK
    found.info += row.result == INFO
    found.retried += row.tries > 1
    if row.result == INFO and resolved:
        found.add("unresolved", f"{row.cid} of {row.client} had no answer")
    if row.result != OK:
        return
    if not written:
        found.add("lost", f"{row.cid} of {row.client} was acknowledged at {row.conv} {row.position}")
    elif all(row.position not in (0, entry.position) or entry.body != row.body for entry in written):
        found.add("wrong", f"{row.cid} was acknowledged at {row.position}, stands at {written[0].position}")


def _check_reads(found: Findings, rows: Sequence[Row], logs: Mapping[str, Mapping[int, Final]]) -> None:
    """A read begun after an acknowledgement knows of it: heads only grow, for everyone."""
    events: list[tuple[float, int, Row]] = []
    for row in rows:
        if row.result == OK and row.returned is not None:
            moment = row.returned if row.op == "say" else row.invoked
            events.append((moment, 0 if row.op == "say" else 1, row))
    events.sort(key=lambda event: event[:2])
    known: dict[str, int] = {}
    for _moment, reading, row in events:
        if not reading:
            known[row.conv] = max(known.get(row.conv, 0), row.position)
            continue
        found.reads += 1
        if row.position < known.get(row.conv, 0):
            found.add("stale", f"{row.client} was told {row.position}, {known[row.conv]} was acknowledged")
        if row.position > max(logs.get(row.conv, {0: None}), default=0):
            found.add("lost", f"{row.client} was told the head {row.position} of {row.conv}; it is gone")


def _check_view(found: Findings, view: View, log: Mapping[int, Final]) -> None:
    found.add("divergent", f"{view.reader} was told two things about one position", view.conflicts)
    wanted = [at for at, entry in sorted(log.items()) if entry.kind == "said" or not view.only_said]
    seen: set[int] = set()
    last = view.after
    for shown in view.shown:
        if shown.position in seen:
            found.add("duplicate", f"{view.reader} was shown {shown.position} twice")
        elif any(last < at < shown.position for at in wanted) or shown.position <= last:
            found.add("divergent", f"{view.reader} was shown {shown.position} after {last}")
        seen.add(shown.position)
        last = max(last, shown.position)
        _check_shown(found, view, shown, log.get(shown.position))
    owed = {at for at in wanted if view.after < at <= view.owed} - seen
    owed |= set(range(max(log, default=0) + 1, view.owed + 1)) - seen
    found.add("undelivered", f"{view.reader} was never shown {sorted(owed)[:5]}", len(owed))


def _check_shown(found: Findings, view: View, shown: Shown, entry: Final | None) -> None:
    if entry is None:
        found.add("divergent", f"{view.reader} was shown {shown.position}, which is not in the log")
    elif entry.kind == "said" and entry.body != shown.body:
        found.add("divergent", f"{view.reader} was shown something else at {shown.position}")
