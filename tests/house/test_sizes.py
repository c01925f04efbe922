"""Small by measure."""

from pathlib import Path

from tests.house.sizes import Size, files, functions, lengths, over

FUNCTION, FILE, TEMPLATE, SCRIPT = 25, 300, 80, 150
TEST_FUNCTION, TEST_FILE = 60, 400
CODE = ("src", "tools", "proofs", "bench")


def test_functions_are_short() -> None:
    assert [line for folder in CODE for line in over(FUNCTION, functions(files(folder, "*.py")))] == []


def test_half_of_the_functions_are_very_short() -> None:
    sizes = sorted(size.lines for size in functions(files("src", "*.py")))
    assert sizes[len(sizes) * 9 // 10] <= 20


def test_files_are_short() -> None:
    assert [line for folder in CODE for line in over(FILE, lengths(files(folder, "*.py")))] == []


def test_templates_are_short() -> None:
    assert over(TEMPLATE, lengths(files("src", "*.html"))) == []


def test_scripts_are_short() -> None:
    assert over(SCRIPT, lengths(files("src", "*.js"))) == []


def test_tests_are_not_endless() -> None:
    assert over(TEST_FUNCTION, functions(files("tests", "*.py"))) == []
    assert over(TEST_FILE, lengths(files("tests", "*.py"))) == []


def test_the_measure_can_fail(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("async def told(a,\n  b):\n" + "  a\n" * 24)
    assert functions(iter([long])) == [Size(f"{long}:1 told", 26)]
    assert over(FUNCTION, functions(iter([long]))) == [f"{long}:1 told: 26 lines, at most 25"]
    assert over(25, lengths(iter([long]))) == [f"{long}: 26 lines, at most 25"]
