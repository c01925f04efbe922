"""The guide's phrases: those of the house until a helpline writes its own, by language."""

import pytest
from django.utils import translation

from beside.desk.actions.phrases import set_phrases
from beside.desk.models import Phrase
from beside.desk.queries.phrases import own_phrases, phases, stamp_of, to_edit
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal.models import AuditLine
from tests.desk.conftest import Cast

OWN = {"meet": [("Say hello", "Hello, I am here."), ("Ask", "What is it like tonight?")], "close": []}


def drafts(language: str, phase: str = "meet") -> list[str]:
    """What the guide would put into the reply."""
    found = next(one for one in phases(language) if one["key"] == phase)
    return [prompt["draft"] for prompt in found["prompts"]]


def test_built_in_phrases_are_in_the_language_of_the_chat_and_labels_in_the_readers(cast: Cast) -> None:
    shown = phases("fr")[0]["prompts"][0]
    assert shown["label"] == "Say you are here and have read it"
    assert "Je suis là" in shown["draft"]
    with translation.override("fr"):
        assert phases("en")[0]["prompts"][0]["draft"].startswith("I’m here")


def test_own_phrases_stand_in_for_all_of_their_language(cast: Cast) -> None:
    assert set_phrases(actor=cast.odile, language="en", written=OWN, seen=stamp_of("en")) == 2
    assert drafts("en") == ["Hello, I am here.", "What is it like tonight?"]
    assert drafts("en", "safety") == []
    assert drafts("fr") != []
    assert AuditLine.objects.filter(act="phrases.changed", about="language:en").exists()
    set_phrases(actor=cast.ines, language="en", written={}, seen=stamp_of("en"))
    assert len(drafts("en", "safety")) == 3 and not Phrase.objects.exists()


def test_the_page_begins_with_the_built_in_phrases(cast: Cast) -> None:
    assert to_edit("fr")["meet"][0][0] != phases("fr")[0]["prompts"][0]["label"]  # in French as well
    set_phrases(actor=cast.odile, language="fr", written=OWN, seen=stamp_of("fr"))
    assert to_edit("fr")["meet"] == own_phrases("fr")["meet"] == OWN["meet"]


def test_two_who_edit_at_once_find_out(cast: Cast) -> None:
    before = stamp_of("en")
    set_phrases(actor=cast.odile, language="en", written=OWN, seen=before)
    with pytest.raises(Closed):
        set_phrases(actor=cast.ines, language="en", written={}, seen=before)
    assert drafts("en") == ["Hello, I am here.", "What is it like tonight?"]


@pytest.mark.parametrize(
    "written",
    [
        {"meet": [("", "words alone")]},
        {"meet": [("label alone", " ")]},
        {"meet": [("long", "w" * 601)]},
        {"meet": [(f"{n}", "words") for n in range(9)]},
    ],
)
def test_a_phrase_that_cannot_be_used_changes_nothing(
    cast: Cast, written: dict[str, list[tuple[str, str]]]
) -> None:
    set_phrases(actor=cast.odile, language="en", written=OWN, seen=stamp_of("en"))
    with pytest.raises(Invalid):
        set_phrases(actor=cast.odile, language="en", written=written, seen=stamp_of("en"))
    assert own_phrases("en")["meet"] == OWN["meet"]


def test_listeners_do_not_change_them(cast: Cast) -> None:
    for person in (cast.maya, cast.tomasz):
        with pytest.raises(NotForYou):
            set_phrases(actor=person, language="en", written=OWN, seen=stamp_of("en"))
