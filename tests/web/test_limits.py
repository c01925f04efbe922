"""What we say we cannot do: each point stands in the threat model, and what that page names exists."""

import re

import pytest
from django.test import Client

from beside.web.limits import LIMITS
from tests.house.sizes import ROOT

MODEL = (ROOT / "docs/threat-model.md").read_text()
PROOF = re.compile(r"\bP(\d+)\b")


def unproven(text: str) -> list[str]:
    """Proofs that a text names and that are not there."""
    there = {int(path.name[1:3]) for path in (ROOT / "proofs").glob("p[0-9][0-9]_*.py")}
    return sorted({f"P{number}" for number in PROOF.findall(text) if int(number) not in there})


def rows(text: str) -> set[str]:
    """The headings of the adversaries: T1, T2 …; and where one machine ends."""
    return {
        *re.findall(r"^## (T\d+)\.", text, re.MULTILINE),
        *(["one machine"] if "## Where one machine" in text else []),
    }


def test_each_limit_has_its_row_and_each_row_its_limit() -> None:
    told = {str(limit.row) for limit in LIMITS}
    assert told <= rows(MODEL)
    assert rows(MODEL) - told == {"T12"}, "a machine that answers is not built: there is nothing to tell"


def test_every_test_and_proof_that_the_model_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", MODEL)
    assert len(named) > 40
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert unproven(MODEL) == []


def test_what_is_missing_is_noticed() -> None:
    assert unproven("P1 and P99") == ["P99"]
    assert rows("## T1. One\n## T30. Other\n") == {"T1", "T30"}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "days"), [("en", "7 days"), ("fr", "7 jours")])
def test_the_page_says_each_of_them(client: Client, language: str, days: str) -> None:
    page = client.get("/limits", headers={"Accept-Language": language})
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("<h2 id=") == len(LIMITS)
    assert days in text
