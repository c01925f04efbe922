"""Percentiles, medians and what the driver writes, read back."""

import math
import struct
from array import array

import pytest

from bench import driving, figures, flushes
from bench.driving import Broken, Driven, Load
from bench.servers import standing


def test_a_percentile_is_the_value_that_so_many_do_not_exceed() -> None:
    values = list(range(1, 101))
    assert [figures.percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert figures.percentile([7], 0.99) == 7
    assert figures.percentile([3, 1, 2], 0.5) == 2
    assert math.isnan(figures.percentile([], 0.5))


def test_a_tally_gives_medians_and_how_far_the_runs_lay_apart() -> None:
    tally = figures.Tally()
    for value in (30.0, 10.0, 20.0):
        tally.add({"per_s": value}, "relay_")
    tally.add({"once": 1.0})
    assert tally.medians() == {"relay_per_s": 20.0, "once": 1.0}
    assert tally.spread() == {"relay_per_s": (10.0, 30.0)}


def test_times_are_shown_in_milliseconds() -> None:
    shown = figures.milliseconds([1_000, 2_000, 3_000], "ack_")
    assert shown == {"ack_p50_ms": 2.0, "ack_p95_ms": 3.0, "ack_p99_ms": 3.0}


@pytest.mark.parametrize(
    ("given", "shown"), [(0.0123456, 0.01235), (12.3456, 12.35), (33313.4, 33313), (0.0, 0.0)]
)
def test_four_figures_are_shown(given: float, shown: float) -> None:
    assert figures.rounded(given) == shown


def test_what_the_driver_wrote_is_read_list_by_list() -> None:
    raw = struct.pack("=3I", 2, 1, 3) + array("I", [5, 6, 7, 8, 9, 10]).tobytes()
    assert [list(each) for each in driving.read_times(raw)] == [[5, 6], [7], [8, 9, 10]]


def test_the_server_s_time_is_counted_for_what_was_delivered() -> None:
    found = Driven(counts={"delivered": 20_000, "seconds": 4.0}, cpu=3.0)
    assert (found.per_s, found.cpu_per_10k) == pytest.approx((5_000.0, 1.5))


@pytest.mark.parametrize("wrong", ["missing", "unacknowledged", "gaps", "refused", "resyncs", "gone"])
def test_a_run_in_which_something_went_wrong_gives_no_figure(wrong: str) -> None:
    whole = {"missing": 0, "gaps": 0}
    driving.check(Driven(counts=whole, connected={"ready": 400}), Load())
    with pytest.raises(Broken, match=wrong):
        driving.check(Driven(counts={**whole, wrong: 1}, connected={"ready": 400}), Load())


def test_a_run_in_which_somebody_did_not_come_in_gives_no_figure() -> None:
    with pytest.raises(Broken, match="not signed on"):
        driving.check(Driven(connected={"ready": 399}), Load())


def test_flushes_are_counted_between_two_moments() -> None:
    trace = [
        "101 1700000000.500000 fdatasync(12) = 0",
        "101 1700000001.500000 fdatasync(12 <unfinished ...>",
        "101 1700000001.600000 <... fdatasync resumed>) = 0",
        "102 1700000002.000000 fsync(9) = 0",
        "102 1700000009.000000 fsync(9) = 0",
        "101 1700000002.100000 +++ exited with 0 +++",
    ]
    assert flushes.between(trace, 1700000001.0, 1700000003.0) == 2


def test_people_come_back_to_where_their_logs_stand() -> None:
    people = "/live\tone=1\tc1\t0\n/live\ttwo=2\tc1\t0\t8001\n"
    assert standing(people, 42) == "/live\tone=1\tc1\t42\n/live\ttwo=2\tc1\t42\t8001\n"
