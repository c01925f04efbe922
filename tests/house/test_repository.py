"""What must not be in the repository: missing migrations, hosts, machines, loud words."""

import re
import subprocess
from io import StringIO

import pytest
from django.core.management import call_command

from tests.house.sizes import ROOT, files

_HOSTS = re.compile(r"https?://|--(extra-)?index-url|--find-links|^\s*-[if]\b", re.MULTILINE)
_MACHINE = re.compile(r"(?<![\w.])/(work|root|home/\w+|Users/\w+|opt/wheels)/[\w.-]+")
_UNTYPED = ("*.png", "*.jpg", "*.gz", "*.ico", "*.woff2")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    assert "No changes detected" in said.getvalue()


@pytest.mark.parametrize("name", ["base.in", "base.txt", "dev.in", "dev.txt"])
def test_requirements_name_no_host(name: str) -> None:
    assert _HOSTS.findall((ROOT / "requirements" / name).read_text()) == []


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    packages = re.findall(
        r"^\S+==\S+(?: ; [^\\\n]+)? \\\n    --hash", (ROOT / "requirements" / name).read_text(), re.MULTILINE
    )
    named = re.findall(r"^[A-Za-z]\S+==", (ROOT / "requirements" / name).read_text(), re.MULTILINE)
    assert len(packages) == len(named) > 20


def test_no_file_names_a_machine() -> None:
    found = [f"{name}: {hit[0]}" for name in tracked() for hit in _MACHINE.finditer(text(name))]
    assert found == []


def test_every_script_asks_to_be_checked() -> None:
    first = {str(path.relative_to(ROOT)): path.read_text().split("\n", 1)[0] for path in files("src", "*.js")}
    assert [name for name, line in first.items() if line != "// @ts-check"] == []


def test_no_test_is_skipped() -> None:
    wrong = re.compile(r"pytest\.(skip|xfail|importorskip)\(|mark\.(skip|skipif|xfail)\b")
    here = "tests/house/test_repository.py"
    assert [name for name in tracked("tests") if name != here and wrong.search(text(name))] == []


def test_the_patterns_can_fail() -> None:
    assert (
        _HOSTS.search("--extra-index-url x") and _HOSTS.search("-f wheels") and not _HOSTS.search("a==1 \\")
    )
    assert _MACHINE.search("/".join(("open('", "home", "ana", "x"))) and not _MACHINE.search("src/work/x")


def tracked(folder: str = ".") -> list[str]:
    """The names of the files under version control, or about to be."""
    listed = [
        "git",
        "ls-files",
        "-co",
        "--exclude-standard",
        "--",
        folder,
        *(f":!{kind}" for kind in _UNTYPED),
    ]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted(name for name in set(names) if (ROOT / name).is_file())


def text(name: str) -> str:
    """A file's text."""
    return (ROOT / name).read_text(errors="replace")
