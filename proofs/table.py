"""The table of proofs in docs/promises.md, between its markers: figure, seed, date, versions, limits."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from proofs import book
from proofs.book import Proof

PAGE = Path(__file__).resolve().parents[1] / "docs" / "promises.md"
BEGIN, END = "<!-- proofs: made by make prove -->", "<!-- proofs: end -->"
NOT_YET = "not run in its long form yet"


def write(proofs: Iterable[Proof], page: Path = PAGE) -> None:
    """Write the table anew from the verdicts that are kept."""
    before, rest = page.read_text().split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{made(proofs)}\n{END}{after}")


def made(proofs: Iterable[Proof]) -> str:
    """The table, in Markdown. Rows of proofs whose verdict is not kept on this machine stay as they are."""
    rows = ["| proof | promise | found | with | seen red | limits |", "|---|---|---|---|---|---|"]
    known = _rows()
    for proof in proofs:
        kept = list(book.verdicts(proof))
        before = known.get(proof.number, (NOT_YET, "", ""))
        found, stood_on = _found(kept[-1], proof) if kept else before[:2]
        red = _red(proof) or before[2]
        cells = (proof.number, proof.promise, found, stood_on, red, proof.limits)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _found(verdict: Mapping[str, Any], proof: Proof) -> tuple[str, str]:
    figures = book.summary(verdict["figures"])
    outcome = f"**{verdict['outcome']}**"
    if not verdict["full"]:
        so_far = f"{verdict['rounds']} of {proof.rounds['long']} rounds"
        outcome = f"not whole yet, {so_far}" + ("" if verdict["outcome"] == "pass" else f": {outcome}")
    what = f"seed {verdict['seed']}, {verdict['date']}, {verdict['rounds']} rounds, {verdict['commit']}"
    versions = f"Python {verdict['python']}, Django {verdict['django']}, SQLite {verdict['sqlite']}"
    return f"{outcome}: {figures}", f"{what}; {versions}"


def _red(proof: Proof) -> str:
    found = book.controls(proof)
    return "; ".join(name if out == "fail" else f"{name} (not red)" for name, out in found.items())


def _rows() -> dict[str, tuple[str, str, str]]:
    """What the page says now, by number: the three columns that a run fills."""
    text = PAGE.read_text() if PAGE.exists() else ""
    lines = text.split(BEGIN)[-1].split(END)[0].splitlines() if BEGIN in text else []
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| P")
    ]
    return {row[0]: (row[2], row[3], row[4]) for row in cells if len(row) == 6}
