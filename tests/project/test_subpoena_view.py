"""`beside subpoena-view`: for people and for machines, with a line in the trail."""

import argparse
import json
import uuid

import pytest

from beside.journal import audit
from beside.project import command
from beside.project.commands import subpoena_view
from beside.project.environment import Refused
from tests.world import Seeker

pytestmark = pytest.mark.django_db


def asked(number: object, *more: str) -> argparse.Namespace:
    """What the command line says."""
    return command.parser().parse_args(["subpoena-view", str(number), *more])


def test_for_a_machine(seeker: Seeker, capsys: pytest.CaptureFixture[str]) -> None:
    assert subpoena_view.run(asked(seeker.person.pk, "--json", "--reason", "court order 12")) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pseudonym"] == seeker.person.name and found["key"] == "none"
    [line] = audit.lines(act="subpoena.viewed", about=str(seeker.person.pk))
    assert line.reason == "court order 12"


def test_for_a_person(seeker: Seeker, capsys: pytest.CaptureFixture[str]) -> None:
    assert subpoena_view.run(asked(seeker.person.pk)) == 0
    said = capsys.readouterr().out
    assert f"pseudonym: {seeker.person.name}" in said and "people: " in said
    assert "Nothing else is kept." in said


@pytest.mark.parametrize("number", ["", "heron", uuid.uuid4()])
def test_a_number_that_is_none_is_refused_in_a_sentence(seeker: Seeker, number: object) -> None:
    with pytest.raises(Refused):
        subpoena_view.run(asked(number))
    assert not audit.lines(act="subpoena.viewed")
