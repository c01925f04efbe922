"""Our modules: for browsers of 2018, without words of their own, without ways to run or write code."""

import re
from pathlib import Path

import pytest

from tests.web.sheets import ROOT

ALL = sorted((ROOT / "src/beside").rglob("static/**/*.js"))
TOO_NEW = (
    r"\?\.",
    r"\?\?",
    r"\bcatch\s*\{",
    r"\b#\w+\s*[=(;]",
    r"\.at\(",
    r"\.replaceAll\(",
    r"\.flat\(",
    r"\bawait\b.*\bfor\b",
)
RUNS = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "setAttribute('style'",
)
STORED = ("localStorage", "document.cookie", "indexedDB")


def code(path: Path) -> str:
    """A module without its comments and without what stands in quotes."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


def name(path: Path) -> str:
    """`web/leave.js`."""
    return path.as_posix().split("/static/")[1]


def seekers() -> list[Path]:
    """The modules that a page standing on `web/base.html` loads, and what those import."""
    loads = re.compile(r"""{% static ["']([\w/-]+\.js)["']""")
    pages = (path.read_text() for path in (ROOT / "src/beside").rglob("templates/**/*.html"))
    wanted = {
        each
        for text in pages
        if "web/base.html" in text or "web/leave.js" in text
        for each in loads.findall(text)
    }
    by_name = {name(path): path for path in ALL}
    found: dict[str, Path] = {}
    while wanted:
        one = wanted.pop()
        found[one] = by_name[one]
        folder = one.rsplit("/", 1)[0]
        imported = re.findall(r"from ['\"]\./([\w-]+\.js)['\"]", found[one].read_text())
        wanted |= {f"{folder}/{each}" for each in imported} - set(found)
    return [found[each] for each in sorted(found)]


def test_the_modules_of_seekers_are_found() -> None:
    found = {name(path) for path in seekers()}
    assert {"web/leave.js", "web/dim.js", "web/breathe.js", "conversations/link.js"} <= found
    assert "web/trust.js" not in found


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_module_is_checked_as_it_stands(path: Path) -> None:
    assert path.read_text().startswith("// @ts-check")


@pytest.mark.parametrize("path", seekers(), ids=name)
def test_seekers_modules_run_in_old_browsers(path: Path) -> None:
    text = re.sub(r"'[^'\n]*'|/[^/\n]+/[gimsuy]*[,;)]", "''", code(path))
    assert [each for each in TOO_NEW if re.search(each, text)] == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_nothing_writes_or_runs_code(path: Path) -> None:
    assert [each for each in RUNS if each in code(path)] == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_nothing_is_kept_where_it_would_stay(path: Path) -> None:
    assert [each for each in STORED if each in code(path)] == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_modules_have_no_words_of_their_own(path: Path) -> None:
    """A sentence in a module could not be translated: words come from the page. Errors may have words."""
    said = re.sub(r"new \w*Error\(.*?\)", "", code(path))
    assert re.findall(r"'[A-Z][a-z]+ [a-z]+ [^']*'", said) == []


def test_the_worker_keeps_help_and_nothing_else() -> None:
    from beside.web import kept

    assert set(kept.PAGES) == {"/now", "/breathe", "/ground", "/offline"}
    worker = (ROOT / "src/beside/web/templates/web/keeper.js").read_text()
    assert "credentials: 'omit'" in worker
    assert worker.count("fetch(asked)") == 2


def test_only_one_page_registers_the_worker() -> None:
    registers = [name(path) for path in ALL if "serviceWorker.register" in path.read_text()]
    assert registers == ["web/keep.js"]
