"""How long things are, in lines: what the house rule on smallness measures."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Size:
    """One measured thing. `where` is its path (and name) from the root of the project."""

    where: str
    lines: int


def files(folder: str, pattern: str) -> Iterator[Path]:
    """The files of a folder that people wrote: no migrations, nothing hidden or built."""
    for path in sorted((ROOT / folder).rglob(pattern)):
        inside = path.relative_to(ROOT).parts
        if "migrations" not in inside and not any(part.startswith((".", "__pycache__")) for part in inside):
            yield path


def lengths(paths: Iterator[Path]) -> list[Size]:
    """How long each file is."""
    return [Size(_named(path), len(path.read_text().splitlines())) for path in paths]


def functions(paths: Iterator[Path]) -> list[Size]:
    """How long each function is, from `def` to its last line, docstring and inner functions included."""
    found = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append(Size(f"{_named(path)}:{node.lineno} {node.name}", lines))
    return found


def over(limit: int, sizes: list[Size]) -> list[str]:
    """What is longer than the limit, longest first, as sentences."""
    long = sorted((size for size in sizes if size.lines > limit), key=lambda size: -size.lines)
    return [f"{size.where}: {size.lines} lines, at most {limit}" for size in long]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
