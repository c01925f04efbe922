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
    rows = ["| proof | promise | found | with | limits |", "|---|---|---|---|---|"]
    known = _rows()
    for proof in proofs:
        kept = [verdict for verdict in book.verdicts(proof) if verdict["full"]]
        found = _found(kept[-1]) if kept else known.get(proof.number, f"{NOT_YET} | ")
        rows.append(f"| {proof.number} | {proof.promise} | {found} | {proof.limits} |")
    return "\n".join(rows)


def _found(verdict: Mapping[str, Any]) -> str:
    figures = book.summary(verdict["figures"])
    with_what = f"seed {verdict['seed']}, {verdict['date']}, {verdict['rounds']} rounds, {verdict['commit']}"
    versions = f"Python {verdict['python']}, Django {verdict['django']}, SQLite {verdict['sqlite']}"
    return f"**{verdict['outcome']}**: {figures} | {with_what}; {versions}"


def _rows() -> dict[str, str]:
    """What the page says now, by number: the two columns in the middle."""
    text = PAGE.read_text() if PAGE.exists() else ""
    lines = text.split(BEGIN)[-1].split(END)[0].splitlines() if BEGIN in text else []
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| P")
    ]
    return {row[0]: f"{row[2]} | {row[3]}" for row in cells if len(row) == 5}
