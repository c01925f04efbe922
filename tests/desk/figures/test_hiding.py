"""No count under ten can be read, nor had by taking some figures from others."""

from hypothesis import given, settings
from hypothesis import strategies as st

from beside.desk.figures import FEWEST, hidden_in

PARTS = ("answered", "left", "looked_in", "other")
counts = st.one_of(st.integers(0, 14), st.integers(0, 80))
tables = st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=6)


def _table(rows: list[tuple[int, int, int, int]]) -> dict[str, dict[str, int]]:
    found = {str(number): _row(row) for number, row in enumerate(rows)}
    found[""] = _row(tuple(map(sum, zip(*rows, strict=True))))
    return found


def _row(values: tuple[int, ...]) -> dict[str, int]:
    return {"came": sum(values), **dict(zip(PARTS, values, strict=True))}


@given(tables)
@settings(max_examples=300, deadline=None)
def test_what_is_hidden_cannot_be_had_by_taking_away(rows: list[tuple[int, int, int, int]]) -> None:
    table = _table(rows)
    hidden = hidden_in(table, PARTS)
    shown = {(row, column): n for row, of in table.items() for column, n in of.items()}
    shown = {cell: n for cell, n in shown.items() if cell not in hidden}
    assert all(n >= FEWEST for n in shown.values())
    lines = [[(row, "came"), *((row, part) for part in PARTS)] for row in table]
    if len(table) > 1:
        lines += [[("", column), *((row, column) for row in table if row)] for column in ("came", *PARTS)]
    for whole, *parts in lines:
        unseen = [cell for cell in parts if cell not in shown]
        if whole in shown and unseen:
            left = shown[whole] - sum(shown[cell] for cell in parts if cell in shown)
            assert len(unseen) > 1 and left >= FEWEST, (table, hidden)
        if whole not in shown:
            assert unseen, "the parts give the sum away"


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    table = _table([(40, 12, 10, 20), (30, 3, 20, 20), (50, 30, 30, 30)])
    hidden = hidden_in(table, PARTS)
    assert ("1", "left") in hidden
    assert len([cell for cell in hidden if cell[0] == "1"]) > 1
    assert len([cell for cell in hidden if cell[1] == "left"]) > 1
    assert ("", "came") not in hidden


def test_large_counts_are_all_shown() -> None:
    assert hidden_in(_table([(40, 12, 10, 20), (50, 30, 30, 30)]), PARTS) == set()


def test_the_rule_is_needed() -> None:
    """With the small cells alone hidden, taking away would give them back."""
    table = _table([(40, 12, 10, 20), (30, 3, 20, 20)])
    small = {(r, c) for r, of in table.items() for c, n in of.items() if n < FEWEST}
    assert small == {("1", "left")}
    assert table[""]["left"] - table["0"]["left"] == 3
    assert small < hidden_in(table, PARTS)
