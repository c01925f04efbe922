"""The tour names real places."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:src|tests|tools|docs)/[\w./-]+?)(?::(\w+))?`")


def missing(text: str) -> list[str]:
    """What a document names and the tree does not have."""
    return [
        f"{path}:{name}" if name else path for path, name in NAMED.findall(text) if not _there(path, name)
    ]


def _there(path: str, name: str) -> bool:
    place = ROOT / path.rstrip("/")
    if not name:
        return place.exists()
    tree = ast.parse(place.read_text()) if place.is_file() else ast.Module([], [])
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(isinstance(node, kinds) and node.name == name for node in ast.walk(tree))


def test_every_place_on_the_tour_exists() -> None:
    assert missing((ROOT / "docs/tour.md").read_text()) == []


def test_every_place_named_by_the_promises_exists() -> None:
    assert [one for one in missing((ROOT / "docs/promises.md").read_text()) if "*" not in one] == []


def test_a_missing_place_is_noticed() -> None:
    named = "`src/beside/nowhere.py` and `src/beside/conversations/ledger.py:nobody`"
    assert missing(named) == ["src/beside/nowhere.py", "src/beside/conversations/ledger.py:nobody"]
