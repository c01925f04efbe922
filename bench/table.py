"""Writes the figures of the last `python -m bench all` into docs/performance.md, and draws the curve."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.picture import Curve, drawn

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "growth.svg"
DRAWN = "Processor time for one message, as a conversation grows and as there are more of them"
BEGIN, END = "<!-- figures: python -m bench table -->", "<!-- end of figures -->"

Measures = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Goal:
    """One row: what, in which unit, which figure of which measure, what it must be and what it aims at."""

    what: str
    measure: str
    figure: str
    must: float | None = None
    aim: float | None = None
    more_is_better: bool = False

    def verdict(self, value: float) -> str:
        """Whether the target is met."""
        for word, bound in (("aim met", self.aim), ("met", self.must)):
            if bound is not None and (value >= bound if self.more_is_better else value <= bound):
                return word
        return "missed" if self.must is not None else ""


GOALS = (
    Goal("durable delivered messages/s, 400 people", "delivered", "delivered_per_s", 8000, 12000, True),
    Goal("CPU-seconds per 10,000 delivered", "delivered", "cpu_s_per_10k", 1.2, 0.8),
    Goal("at 200 msg/s, p50, ms", "latency", "p50_ms", 1.6, 1.0),
    Goal("at 200 msg/s, p95, ms", "latency", "p95_ms"),
    Goal("at 200 msg/s, p99, ms", "latency", "p99_ms", 7, 2.5),
    Goal("at 2,000 msg/s, p99, ms", "rate", "p99_ms"),
    Goal("room of 200, deliveries/s", "room", "deliveries_per_s", 60000, 130000, True),
    Goal("connect with its session check, per s", "signon", "per_s", 1500, 4000, True),
    Goal("the same, and into a chat, per s", "signon", "into_a_chat_per_s"),
    Goal("KiB per idle, signed-on socket at 1,000", "idle", "at_1000_kib_each"),
    Goal("KiB per idle, signed-on socket at 5,000", "idle", "at_5000_kib_each"),
    Goal("KiB per idle, signed-on socket at 10,000", "idle", "at_10000_kib_each", 32, 22),
    Goal("KiB per idle socket in a chat, at 1,000", "idle", "in_a_chat_kib_each"),
    Goal("flushes per message at full load", "cpu", "full_flushes_per_message", 0.1, 0.02),
    Goal("flushes per message at 200 msg/s", "cpu", "at_200_per_s_flushes_per_message"),
    Goal("throughput at 10⁶ stored entries, against empty", "stored", "times_empty", 0.8, 0.95, True),
    Goal("a view that writes beside a busy writer, p99, ms", "beside", "view_p99_ms", 20),
    Goal("two processes, CPU per 10,000, against one", "two", "times_one_cpu", 1.25),
    Goal("the same with every pair apart", "two", "apart_times_one_cpu"),
    Goal("who is asked about whom, 10,000 waiting, p99, ms", "deciding", "worst_p99_ms", 1),
    Goal(
        "delivered, against ejabberd with archive", "peers", "times_ejabberd_delivered_per_s", 5.6, None, True
    ),
    Goal("delivered, against Channels with a row", "peers", "times_channels_delivered_per_s", 16, None, True),
    Goal("at 200 msg/s, p99, against ejabberd", "peers", "at_200_times_ejabberd_p99_ms"),
    Goal("at 200 msg/s, p99, against Channels", "peers", "at_200_times_channels_p99_ms"),
    Goal("from send to painted, p50, ms", "painted", "p50_ms"),
)
LIMITS = (
    Goal("C relay on the same wire, messages/s", "delivered", "relay_delivered_per_s"),
    Goal("C relay, CPU-seconds per 10,000", "delivered", "relay_cpu_s_per_10k"),
    Goal("bare path in Python, messages/s", "delivered", "spike_delivered_per_s"),
    Goal("bare path in Python, CPU-seconds per 10,000", "delivered", "spike_cpu_s_per_10k"),
    Goal("C relay at 200 msg/s, p50, ms", "latency", "relay_p50_ms"),
    Goal("C relay at 200 msg/s, p99, ms", "latency", "relay_p99_ms"),
    Goal("bare path at 200 msg/s, p50, ms", "latency", "spike_p50_ms"),
    Goal("bare path at 200 msg/s, p99, ms", "latency", "spike_p99_ms"),
    Goal("C relay, room of 200, deliveries/s", "room", "relay_deliveries_per_s"),
    Goal("bare path, room of 200, deliveries/s", "room", "spike_deliveries_per_s"),
    Goal("C relay, connects/s", "signon", "relay_per_s"),
    Goal("ejabberd 23.01, archive in mnesia, not flushed, messages/s", "peers", "ejabberd_delivered_per_s"),
    Goal("ejabberd 23.01, CPU-seconds per 10,000", "peers", "ejabberd_cpu_s_per_10k"),
    Goal("Channels 4.3.2, a row for each, messages/s", "peers", "channels_delivered_per_s"),
    Goal("Channels 4.3.2, CPU-seconds per 10,000", "peers", "channels_cpu_s_per_10k"),
    Goal("flushes of 4 KiB, per s", "delivered", "disk_flushes_per_s"),
    Goal("SQLite, one row a commit, rows/s", "delivered", "disk_rows_per_s_at_1"),
    Goal("SQLite, 64 rows a commit, rows/s", "delivered", "disk_rows_per_s_at_64"),
    Goal("SQLite, 1,024 rows a commit, rows/s", "delivered", "disk_rows_per_s_at_1024"),
)


def write(source: Path) -> int:
    """Put table and picture into their places. Says what it did; 1 when there are no figures yet."""
    if not source.exists():
        print("There are no figures yet: python -m bench all", file=sys.stderr)
        return 1
    kept = json.loads(source.read_text())
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{page(kept)}\n{END}{after}")
    curves = growth_curves(kept["measures"])
    if curves:
        PICTURE.write_text(drawn("Processor time for one message, µs", curves))
    print(f"Written: {PAGE.relative_to(ROOT)}" + (f", {PICTURE.relative_to(ROOT)}" if curves else ""))
    return 0


def page(kept: Mapping[str, Any]) -> str:
    """The generated part of the page, in Markdown."""
    measures, about = kept["measures"], kept["about"]
    parts = [
        f"Measured {when(measures)}: {', '.join(f'{name} {value}' for name, value in about.items())}.",
        "\n".join(table(measures)),
        "The limits, and what others do with the same work, measured in between, run by run:",
        "\n".join(limits(measures)),
        *([f"![{DRAWN}](pictures/growth.svg)"] if growth_curves(measures) else []),
        *broken(measures),
    ]
    return "\n\n".join(parts)


def when(measures: Measures) -> str:
    """From the end of the first measure to the end of the last."""
    moments = sorted(each["on"] for each in measures.values() if "on" in each)
    return " to ".join(dict.fromkeys((moments[0], moments[-1]))) + " UTC" if moments else "nothing yet"


def table(measures: Measures) -> Iterator[str]:
    """What it must be, what it is."""
    yield _row(["what", "must", "aim", "measured", "least … most", "", "× C relay", "× bare path", "measure"])
    yield "|---" * 9 + "|"
    for goal in GOALS:
        value = _figure(measures, goal.measure, goal.figure)
        shown = "–" if value is None else f"**{_shown(value)}**"
        verdict = "not measured" if value is None else goal.verdict(value)
        limits = [_times(measures, goal, name) for name in ("relay", "spike")]
        cells = [goal.what, _shown(goal.must), _shown(goal.aim), shown, _between(measures, goal)]
        yield _row([*cells, verdict, *limits, f"`{goal.measure}`"])


def limits(measures: Measures) -> Iterator[str]:
    """What this machine and this disk allow."""
    yield "| limit | measured | least … most | `python -m bench` |"
    yield "|---|---|---|---|"
    for goal in LIMITS:
        value = _figure(measures, goal.measure, goal.figure)
        if value is not None:
            yield _row([goal.what, _shown(value), _between(measures, goal), f"`{goal.measure}`"])


def broken(measures: Measures) -> list[str]:
    """What could not be measured, and how busy the machine was."""
    failed = [f"- `{name}`: {each['broken']}" for name, each in measures.items() if "broken" in each]
    busiest = max((each.get("load_before", 0.0) for each in measures.values()), default=0.0)
    said = [f"The load average before a measure was at most {busiest:.1f}; a quiet machine starts near 1."]
    return said + (["Not measured:\n\n" + "\n".join(failed)] if failed else [])


def growth_curves(measures: Measures) -> Sequence[Curve]:
    """The points of the two curves."""
    figures = measures.get("growth", {}).get("figures", {})
    names = {"entries": "entries in the conversation", "conversations": "conversations"}
    found = []
    for prefix, name in names.items():
        points = [(int(key.split("_")[1]), value) for key, value in figures.items() if key.startswith(prefix)]
        if points:
            found.append(Curve(name, tuple(sorted(points))))
    return found


def _figure(measures: Measures, measure: str, figure: str) -> float | None:
    value = measures.get(measure, {}).get("figures", {}).get(figure)
    return None if value is None else float(value)


def _times(measures: Measures, goal: Goal, limit: str) -> str:
    value = _figure(measures, goal.measure, f"times_{limit}_{goal.figure}")
    return _shown(value)


def _between(measures: Measures, goal: Goal) -> str:
    spread = measures.get(goal.measure, {}).get("spread", {}).get(goal.figure)
    return " … ".join(map(_shown, spread)) if spread else ""


def _shown(value: float | None, nothing: str = "") -> str:
    if value is None:
        return nothing
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
