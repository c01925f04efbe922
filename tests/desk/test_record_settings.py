"""The manager says what is written down after a chat: fields, order, words, answers, in both languages."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from beside.desk import actions
from beside.desk.forms.record import RecordForm
from beside.desk.models import RecordField, Service
from beside.desk.queries.record import fields_for
from beside.foundation.errors import Invalid
from beside.journal.models import AuditLine
from tests.desk.conftest import Cast
from tests.desk.test_record import WHOLE, ended
from tests.world import sign_in

WHERE = "/settings/record"
OWN = {
    "new_label_en": "By phone before?",
    "new_label_fr": "Déjà au téléphone ?",
    "new_kind": "choice",
    "new_more_en": "Yes\nNo\n",
    "new_more_fr": "Oui\r\nNon",
    "new_personal": "",
}


def as_it_is(**changed: Any) -> dict[str, Any]:
    """The page as a browser would send it back, with some of it changed."""
    now = RecordForm(None, service=Service.objects.get()).initial
    sent = {
        name: "on" if value is True else value for name, value in now.items() if value not in (False, None)
    }
    return {name: value for name, value in {**sent, **changed}.items() if value != ""}


def codes(service: int = 1) -> list[str]:
    """The fields as they are asked, in order."""
    return [one.code for one in fields_for(service)]


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    """Odile's browser."""
    return sign_in(client, cast.odile)


def save(manager: Client, **changed: Any) -> int:
    """Look at it, then save it: the status of the last page."""
    return manager.post(WHERE, as_it_is(**changed, step="save")).status_code


def test_as_it_stands_nothing_would_change(manager: Client) -> None:
    page = manager.get(WHERE).content.decode()
    for name in ("contact_place", "referrals_asked", "duty_personal", "categories_answers", "new_more_fr"):
        assert f'name="{name}"' in page
    for name in ("contact_asked", "contact_answers", "agreed_personal", "note_place"):
        assert f'name="{name}"' not in page, "this is not the service's to change"
    assert "Nothing would change." in manager.post(WHERE, as_it_is()).content.decode()
    before = codes()
    assert save(manager) == 302 and codes() == before


def test_a_new_field_is_looked_at_saved_asked_and_kept_as_a_code(cast: Cast, manager: Client) -> None:
    look = manager.post(WHERE, as_it_is(**OWN)).content.decode()
    assert "By phone before?" in look and not RecordField.objects.exists()
    assert save(manager, **OWN) == 302
    assert AuditLine.objects.filter(act="settings.changed", reason="record").count() == 1
    assert codes()[-2:] == ["own-1", "note"]
    chat = ended(cast)
    with translation.override("fr"):
        asked = next(one for one in fields_for(1) if one.code == "own-1")
        assert str(asked.label) == "Déjà au téléphone ?" and [str(w) for _c, w in asked.options] == [
            "Oui",
            "Non",
        ]
    page = sign_in(Client(), cast.maya).get(f"/desk/wrap/{chat.conversation_id}").content.decode()
    assert "By phone before?" in page
    kept = actions.wrap_up(chat=chat, actor=cast.maya, answers={"own-1": "own-2"}, **WHOLE)
    assert kept.answers == {"own-1": "own-2"}


def test_pressed_twice_it_is_there_once(manager: Client) -> None:
    sent = as_it_is(**OWN, step="save")
    assert manager.post(WHERE, sent).status_code == 302
    assert manager.post(WHERE, sent).status_code == 422
    assert RecordField.objects.filter(code__startswith="own-").count() == 1


def test_a_field_is_taken_off_and_comes_back_with_its_answers(manager: Client) -> None:
    save(manager, **OWN)
    save(manager, **{"own-1_asked": "", "referrals_asked": ""})
    assert not {"own-1", "referrals"} & {*codes()}
    assert "Not asked" in manager.get(WHERE).content.decode()
    save(manager, **{"own-1_asked": "on"}, **{**OWN, "new_label_en": "And now?", "new_label_fr": "Et là ?"})
    assert codes()[-3:] == ["own-1", "own-2", "note"], "a code is never given twice"


def test_answers_are_taken_away_said_otherwise_and_added_and_keep_their_codes(manager: Client) -> None:
    save(manager, **OWN)
    save(manager, **{"own-1_answers": ["own-1"], "own-1_more_en": "Perhaps", "own-1_more_fr": "Peut-être"})
    save(manager, **{"own-1_say_own-1_en": "Yes, before"})
    asked = next(one for one in fields_for(1) if one.code == "own-1")
    assert [(code, str(words)) for code, words in asked.options] == [
        ("own-1", "Yes, before"),
        ("own-3", "Perhaps"),
    ]
    save(manager, **{"own-1_answers": ["own-1", "own-2", "own-3"]})
    asked = next(one for one in fields_for(1) if one.code == "own-1")
    assert [str(words) for _code, words in asked.options] == ["Yes, before", "No", "Perhaps"]


def test_subjects_are_the_services_own_but_suicide_stays(cast: Cast, manager: Client) -> None:
    page = manager.get(WHERE).content.decode()
    assert 'name="categories_answers" value="grief"' in page
    assert 'name="categories_answers" value="suicide"' not in page
    save(
        manager,
        categories_answers=["grief", "sleep"],
        categories_more_en="At sea",
        categories_more_fr="En mer",
    )
    subjects = next(one for one in fields_for(1) if one.code == "categories")
    assert subjects.codes() == {"suicide", "grief", "sleep", "own-1"}
    chat = ended(cast)
    kept = actions.wrap_up(chat=chat, actor=cast.maya, **{**WHOLE, "categories": ["own-1", "grief"]})
    assert kept.categories == ["own-1", "grief"]
    with pytest.raises(Invalid):
        actions.draft_wrap_up(chat=chat, actor=cast.maya, categories=["own-9"])


def test_a_field_that_is_moved_pushes_the_others_aside(manager: Client) -> None:
    before = codes()
    save(manager, duty_place=1)
    assert codes() == ["duty", *[one for one in before if one != "duty"]]
    save(manager, duty_place=len(before) - 1)
    assert codes()[-2:] == ["duty", "note"]


def test_what_becomes_personal_is_sealed_from_then_on(cast: Cast, manager: Client) -> None:
    save(manager, actions_personal="on", referrals_required="on")
    chat = ended(cast)
    with pytest.raises(Invalid):
        actions.wrap_up(chat=chat, actor=cast.maya, **WHOLE)
    given = {"actions": ["listened"], "referrals": ["line"]}
    kept = actions.wrap_up(chat=chat, actor=cast.maya, answers=given, **WHOLE)
    assert kept.answers == {"referrals": ["line"]} and actions.answers_of(kept) == given


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"referrals_answers": ["line"]}, "from 2 to 30 answers"),
        ({**OWN, "new_more_fr": "Oui"}, "as many answers in each language"),
        ({**OWN, "new_more_en": "", "new_more_fr": ""}, "from 2 to 30 answers"),
        ({**OWN, "new_kind": "words"}, "no answers to choose from"),
        ({"new_more_en": "Yes\nNo"}, "Write what this field asks"),
        ({"contact_place": 0}, "contact_place"),
    ],
)
def test_what_cannot_be_asked_is_said_before_it_is_saved(
    manager: Client, changed: dict[str, Any], because: str
) -> None:
    answer = manager.post(WHERE, as_it_is(**changed, step="save"))
    assert answer.status_code == 422 and because in answer.content.decode()
    assert not RecordField.objects.exists()


def test_the_verb_has_bounds_of_its_own(cast: Cast) -> None:
    for field in (
        {"code": "a", "kind": "choice", "words": {"en": {"label": "x" * 121}}},
        {"code": "a", "kind": "many", "options": [{"code": f"o{n}"} for n in range(31)]},
    ):
        with pytest.raises(Invalid):
            actions.set_record_fields(actor=cast.odile, fields=[field])


def test_only_a_manager_opens_it(cast: Cast, client: Client) -> None:
    for person in (cast.maya, cast.tomasz, cast.ines):
        assert sign_in(client, person).get(WHERE).status_code == 404
