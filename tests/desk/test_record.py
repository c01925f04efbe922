"""The record after a chat: fields as data, personal ones sealed, and nobody new before it is written."""

from datetime import timedelta
from typing import Any

import pytest

from beside.desk import actions
from beside.desk.forms.wrap import DraftForm, WrapForm
from beside.desk.models import Chat, Request, Service, SuicideQuestion, WrapUp
from beside.desk.queries import cues
from beside.desk.queries.line import takers
from beside.desk.queries.record import fields_of
from beside.foundation import clock, vault
from beside.foundation.errors import Closed, Invalid, NotForYou, Unavailable
from beside.journal import keys
from beside.journal.models import AuditLine
from tests.desk.conftest import NIGHT, Cast, written

WHOLE: dict[str, Any] = {"contact": "listening", "categories": [], "urgency_out": 0, "outcome": "calmer"}


def ended(cast: Cast, safe: str = "yes") -> Chat:
    chat = cast.talking(safe=safe)
    return actions.end_chat(
        conversation=chat.conversation, actor=cast.maya, reason="finished", suicide="asked" * (safe == "no")
    )


def rests(cast: Cast) -> bool:
    return next(one for one in takers() if one.id == cast.maya.pk).cooling


def test_answers_are_codes_and_personal_ones_are_sealed_with_the_note(cast: Cast) -> None:
    chat = ended(cast)
    answers = {"actions": ["listened", "coping", "coping"], "duty": "none", "agreed": "Calls her aunt."}
    kept = actions.wrap_up(chat=chat, actor=cast.maya, note="Aunt is kind.", answers=answers, **WHOLE)
    kept.refresh_from_db()
    assert kept.answers == {"actions": ["listened", "coping"], "duty": "none"}
    assert b"aunt" not in bytes(kept.note or b"").lower()
    assert actions.note_of(kept) == "Aunt is kind."
    assert actions.answers_of(kept) == {**kept.answers, "agreed": "Calls her aunt."}
    actions.forget_notes(conversation_id=chat.conversation_id)
    kept.refresh_from_db()
    assert kept.answers["duty"] == "none" and actions.note_of(kept) == ""


def test_a_record_from_before_fields_were_data_opens(cast: Cast) -> None:
    chat = ended(cast)
    record = WrapUp.objects.create(chat=chat, author=cast.maya, begun_at=NIGHT)
    record.key_id = keys.make("wrap-up", f"{record.pk}.old")
    record.note = vault.seal(keys.get(record.key_id), b"An old note.", f"wrap-up:{record.pk}")
    record.save()
    assert (actions.note_of(record), actions.answers_of(record)) == ("An old note.", {})
    actions.draft_wrap_up(chat=chat, actor=cast.maya, note="An old note.", answers={"agreed": "Tomorrow."})
    again = WrapUp.objects.get()
    assert actions.note_of(again) == "An old note." and actions.answers_of(again) == {"agreed": "Tomorrow."}
    with pytest.raises(Unavailable):
        keys.get(record.key_id)


@pytest.mark.parametrize(
    "answers",
    [{"gossip": "yes"}, {"duty": "maybe"}, {"actions": ["sang"]}, {"duty": ["none", "made"]}],
)
def test_only_what_is_on_the_form_is_kept(cast: Cast, answers: dict[str, Any]) -> None:
    chat = ended(cast)
    with pytest.raises(Invalid):
        actions.draft_wrap_up(chat=chat, actor=cast.maya, answers=answers)
    assert not WrapUp.objects.exists()


def test_a_service_rewords_drops_and_adds_fields(cast: Cast) -> None:
    field = {"kind": "choice", "words": {"en": {"label": "By phone before?"}}, "is_personal": False}
    options = [{"code": "yes", "words": {"en": "Yes"}}, {"code": "no", "words": {"en": "No"}}]
    own = [
        {"code": "phone", "is_required": True, "options": options, **field},
        {"code": "referrals", "kind": "many", "is_asked": False},
        {"code": "contact", "kind": "choice", "is_asked": False, "words": {"en": {"label": "What was it?"}}},
    ]
    with pytest.raises(NotForYou):
        actions.set_record_fields(actor=cast.maya, fields=own)
    actions.set_record_fields(actor=cast.odile, fields=own)
    chat = ended(cast)
    found = {one.code: one for one in fields_of(chat)}
    assert str(found["contact"].label) == "What was it?" and found["contact"].codes() >= {"listening"}
    assert "referrals" not in found and list(found)[-1] == "note"
    with pytest.raises(Invalid):
        actions.wrap_up(chat=chat, actor=cast.maya, **WHOLE)
    assert actions.wrap_up(chat=chat, actor=cast.maya, answers={"phone": "no"}, **WHOLE).saved_at
    form = WrapForm({"contact": "listening", "urgency_out": "0", "outcome": "calmer"}, fields=fields_of(chat))
    assert set(form.errors) == {"phone"}


def test_words_of_ones_own_are_never_counted_in_the_clear(cast: Cast) -> None:
    field = {"code": "story", "kind": "words", "is_personal": False}
    with pytest.raises(Invalid):
        actions.set_record_fields(actor=cast.odile, fields=[field])
    with pytest.raises(Invalid):
        actions.set_record_fields(actor=cast.odile, fields=[{"code": "a", "kind": "choice"}] * 2)


def test_nobody_new_before_the_record_is_written(cast: Cast) -> None:
    chat = ended(cast)
    cast.seeker_asks()
    with pytest.raises(Closed):
        actions.take_next(listener=cast.maya)
    actions.draft_wrap_up(chat=chat, actor=cast.maya, note="Not yet.")
    assert rests(cast)
    written(chat)
    assert actions.take_next(listener=cast.maya)


def test_a_supervisor_lets_a_record_wait_and_it_comes_back(cast: Cast) -> None:
    chat = ended(cast)
    for actor in (cast.maya, cast.tomasz):
        with pytest.raises(NotForYou):
            actions.defer_wrap_up(chat=chat, actor=actor)
    actions.defer_wrap_up(chat=chat, actor=cast.ines)
    assert not rests(cast)
    assert AuditLine.objects.filter(act="wrap-up.deferred").count() == 1
    assert WrapUp.objects.get().author == cast.maya
    written(chat)
    with pytest.raises(Closed):
        actions.defer_wrap_up(chat=chat, actor=cast.ines)


def test_nobody_lets_their_own_record_wait(cast: Cast) -> None:
    chat = ended(cast)
    Chat.objects.update(listener=cast.ines)
    chat.refresh_from_db()
    with pytest.raises(Invalid):
        actions.defer_wrap_up(chat=chat, actor=cast.ines)
    assert not AuditLine.objects.filter(act="wrap-up.deferred").exists()


def test_it_can_be_turned_off_and_holds_nobody_up_for_ever(cast: Cast) -> None:
    ended(cast)
    assert rests(cast)
    with clock.frozen(NIGHT + timedelta(hours=25)):
        assert not rests(cast)
    actions.set_after_rules(actor=cast.odile, needs_record=False)
    assert not rests(cast)
    assert Service.objects.get().after_rules.needs_record is False


def test_a_chat_that_cued_the_question_does_not_end_without_it(cast: Cast) -> None:
    chat = cast.talking()
    Request.objects.update(signals=["distress", "ideation_active"])
    end = {"conversation": chat.conversation, "actor": cast.maya, "reason": "finished"}
    with pytest.raises(Invalid):
        actions.end_chat(**end)
    with pytest.raises(Invalid):
        actions.end_chat(**end, suicide="perhaps")
    chat.refresh_from_db()
    assert chat.is_running and chat.conversation.is_open
    actions.end_chat(**end, suicide="declined")
    assert SuicideQuestion.objects.get().answer == "declined"
    assert SuicideQuestion.objects.get().by == cast.maya


def test_one_that_did_not_cue_it_ends_as_before(cast: Cast) -> None:
    chat = cast.talking()
    Request.objects.update(signals=["distress", "eating"], urgency=2)
    chat.request.refresh_from_db()
    assert not cues.is_cued(chat)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    assert not SuicideQuestion.objects.exists()


def test_where_the_person_left_the_record_asks_for_it(cast: Cast) -> None:
    chat = cast.talking()
    Request.objects.update(signals=["plan"])
    actions.conversation_closed(conversation_id=chat.conversation_id, reason="left")
    chat = Chat.objects.get()
    with pytest.raises(Invalid):
        actions.wrap_up(chat=chat, actor=cast.maya, **WHOLE)
    assert actions.wrap_up(chat=chat, actor=cast.maya, suicide="not", **WHOLE).saved_at
    assert SuicideQuestion.objects.get().answer == "not"


def test_a_record_about_suicide_asks_for_it_as_well(cast: Cast) -> None:
    chat, about = ended(cast), {**WHOLE, "categories": ["suicide"]}
    with pytest.raises(Invalid):
        actions.wrap_up(chat=chat, actor=cast.maya, **about)
    assert actions.wrap_up(chat=chat, actor=cast.maya, suicide="asked", **about).saved_at


def test_the_draft_form_keeps_what_is_half_done(cast: Cast) -> None:
    chat = ended(cast)
    form = DraftForm({"actions": ["coping"], "agreed": "Rest"}, fields=fields_of(chat))
    assert form.is_valid()
    actions.draft_wrap_up(chat=chat, actor=cast.maya, **form.given)
    kept = WrapUp.objects.get()
    assert (kept.contact, kept.urgency_out, kept.answers) == ("", None, {"actions": ["coping"]})
