"""How long the first reader takes, and how its time grows with length: `python -m bench triage`.

Own sentences only (the pairs of tests/triage). Processor time of one thread, so that busy neighbours do not
count.
"""

import statistics
import time
import tracemalloc
from collections.abc import Callable

from beside.triage import assess
from beside.triage.grammar import lexicon, load
from tests.triage.reading import pairs

PLAIN = (
    "we walked along the canal after lunch and then she told me about the garden of her aunt near the lake"
)
ROUNDS = 400


def measured() -> dict[str, float]:
    """Every figure: microseconds, megabytes, ratios."""
    loading, memory = _loaded()
    grave = [pair.grave for language in ("en", "fr") for pair in pairs(language)]
    longer = [f"{text}. {PLAIN}. {text}. {PLAIN}"[:280] for text in grave]
    context = [PLAIN] * 6
    plain = [_micro(lambda: assess(PLAIN, "en")) for _ in range(ROUNDS)]
    deep = sorted(_micro(lambda text=text: assess(text)) for text in longer for _ in range(3))
    return {
        "load both languages, ms (with tracing)": loading * 1000,
        "memory, MiB": memory / 2**20,
        f"nothing anchors, {len(PLAIN)} characters, median us": statistics.median(plain),
        "the same with six messages before, us": min(
            _micro(lambda: assess(PLAIN, "en", context)) for _ in range(99)
        ),
        "danger in 280 characters, median us": statistics.median(deep),
        "danger in 280 characters, p99 us": deep[int(len(deep) * 0.99)],
        "16 KiB of danger against 4 KiB, ratio (4 is linear)": growth("I want to die tonight, lol. "),
        "16 KiB without a full stop, ratio": growth("not want to die lol my sister "),
        "16 KiB of single letters, ratio": growth("k "),
    }


def _loaded() -> tuple[float, int]:
    """Seconds and bytes that both languages' lists take, read afresh."""
    lexicon.cache_clear()
    load.cache_clear()
    tracemalloc.start()
    began = time.thread_time()
    lexicon()
    found = time.thread_time() - began, tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return found


def growth(piece: str) -> float:
    """Time for 16 KiB over time for 4 KiB, best of five each."""
    short, long = ((piece * 16_384)[:size] for size in (4_096, 16_384))
    return min(_micro(lambda: assess(long)) for _ in range(5)) / min(
        _micro(lambda: assess(short)) for _ in range(5)
    )


def _micro(call: Callable[[], object]) -> float:
    start = time.thread_time()
    call()
    return (time.thread_time() - start) * 1e6
