"""Which cells of a table are not shown, so that no count under ten can be read or worked out.

A cell is hidden when it counts fewer than ten, nought included. Then, line by line and column by column, as
long as something changes: where what is hidden could be had by taking the shown from their sum, and what
comes out is one cell or fewer than ten people, the smallest cell still shown is hidden too. The weeks do not
overlap and only whole ones that are over are shown, so that no two answers differ by a few people.
"""

from collections.abc import Iterable, Mapping, Sequence

FEWEST = 10

Cell = tuple[str, str]
"""(row, column). The row "" is the sum of all rows; the column "came" the sum of the parts."""


def hidden_in(
    rows: Mapping[str, Mapping[str, int]], parts: Sequence[str], fixed: Iterable[Cell] = ()
) -> set[Cell]:
    """What is not to be shown. `rows`: counts by row, the sum under ""; `fixed`: hidden elsewhere already."""
    columns = ("came", *parts)
    value = {(row, column): rows[row].get(column, 0) for row in rows for column in columns}
    hidden = {cell for cell, count in value.items() if count < FEWEST} | {
        cell for cell in fixed if cell in value
    }
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[("", column), *((row, column) for row in rows if row)] for column in columns if len(rows) > 1]
    while found := [cell for line in lines for cell in _one_more(line, value, hidden)]:
        hidden.update(found[:1])
    return hidden


def _one_more(line: Sequence[Cell], value: Mapping[Cell, int], hidden: set[Cell]) -> list[Cell]:
    """The cell of a line that has to be hidden too, if what is hidden in it can be worked out."""
    unseen = [cell for cell in line if cell in hidden]
    if not unseen or len(unseen) == len(line):
        return []
    together = sum(value[cell] for cell in unseen if cell != line[0])
    if len(unseen) > 1 and (line[0] in hidden or together >= FEWEST):
        return []
    shown = [cell for cell in line[1:] if cell not in hidden] or [line[0]]
    return [min(shown, key=lambda cell: (value[cell], cell))]
