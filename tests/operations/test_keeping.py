"""How long things are kept: one table, shortened freely, lengthened only with a reason."""

from datetime import timedelta

import pytest
from django.test import Client

from beside.conversations import actions as conversations
from beside.desk import actions as desk
from beside.foundation import clock
from beside.foundation.errors import Invalid, NotForYou
from beside.journal import audit, keys
from beside.journal.models import AuditLine
from beside.operations import keeping, reserve, retention
from beside.operations.actions import set_length
from beside.operations.models import Erasure
from beside.people.actions import welcome
from beside.people.models import Person
from beside.people.queries import visit_by_token
from beside.safety.models import Concern
from tests import world
from tests.conversations.conftest import make_chat

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


def test_the_defaults_are_those_we_promise() -> None:
    lengths = {one.rule.name: one.length for one in retention.classes()}
    assert lengths["chat_without_words"] == DAY and lengths["chat_with_words"] == 30 * DAY
    assert lengths["sign_in_log"] == 90 * DAY and lengths["audit"] == lengths["decisions"] == 1095 * DAY
    assert lengths["backups"] == 14 * DAY and lengths["key_backups"] == 7 * DAY


def test_shorter_is_obeyed(odile: Person) -> None:
    chat = make_chat()
    conversations.end(seat=chat.seeker)
    set_length(actor=odile, name="chat_without_words", length=timedelta(hours=2))
    with clock.moved(timedelta(hours=3)):
        retention.sweep.func()
    chat.conversation.refresh_from_db()
    assert chat.conversation.erased_at is not None
    assert chat.conversation.key_id in {one.key_id for one in keys.tombstones()}


def test_longer_needs_a_reason_and_the_trail_keeps_it(odile: Person) -> None:
    with pytest.raises(Invalid, match="written reason"):
        set_length(actor=odile, name="audit", length=4 * 365 * DAY)
    set_length(actor=odile, name="audit", length=4 * 365 * DAY, reason="Asked for by the funder.")
    assert keeping.length("audit") == 4 * 365 * DAY
    assert audit.lines(act="keeping.changed").get().reason == "Asked for by the funder."


def test_only_an_administrator_changes_it(ines: Person, odile: Person) -> None:
    with pytest.raises(NotForYou):
        set_length(actor=ines, name="audit", length=DAY)
    for name, length in (("sessions", DAY), ("audit", timedelta(0)), ("audit", 51 * 365 * DAY)):
        with pytest.raises(Invalid):
            set_length(actor=odile, name=name, length=length, reason="So.")


def test_the_page_changes_a_length(client: Client, odile: Person) -> None:
    world.sign_in(client, odile)
    assert "90 days" in client.get("/health/kept").content.decode()
    told = {"number": "30", "unit": "days", "reason": ""}
    assert client.post("/health/kept/sign_in_log", told).headers["Location"] == "/health/kept"
    assert keeping.length("sign_in_log") == 30 * DAY
    refused = client.post("/health/kept/sign_in_log", {**told, "number": "200"})
    assert refused.status_code == 422 and "written reason" in refused.content.decode()
    assert client.get("/health/kept/sessions").status_code == 404


def test_the_sign_in_log_goes_before_the_trail() -> None:
    for act in ("sign-in", "sign-in.failed", "sign-out", "session.ended", "role.given"):
        audit.record(actor=None, act=act)
    with clock.moved(91 * DAY):
        retention.sweep.func()
        assert [line.act for line in AuditLine.objects.all()] == ["role.given"]
    with clock.moved(1096 * DAY):
        retention.sweep.func()
        assert not AuditLine.objects.exists()


def test_what_was_answered_while_waiting_goes_within_a_day() -> None:
    person, _visit, _token = welcome(language="en")
    held = desk.ask(person=person, safe="unsure", language="en")
    desk.answer_distress(request=held, person=person, distress=7)
    with clock.moved(timedelta(hours=25)):
        retention.sweep.func()
        held.refresh_from_db()
        assert (held.answer, held.distress_before) == ("unsure", 7)
        desk.leave_line(request=held, person=person)
        retention.sweep.func()
    held.refresh_from_db()
    assert (held.answer, held.distress_before) == ("", None)


def test_the_mark_of_a_browser_goes_and_the_day_stays() -> None:
    person, visit, token = welcome(language="en")
    with clock.moved(2 * DAY):
        retention.sweep.func()
        assert visit_by_token(token) is not None
    with clock.moved(4 * DAY):
        retention.sweep.func()
        assert visit_by_token(token) is None and not any(retention.overdue().values())
    kept = person.visits.get()
    assert kept.token_hash == f"gone-{kept.pk}" and kept.ended_on == kept.last_seen_on == visit.last_seen_on


def test_a_chat_hidden_for_too_long_is_overdue() -> None:
    chat = make_chat()
    now = clock.now()
    Erasure.objects.create(
        person=chat.seeker.person, asked_on=clock.today(), destroyed=0, held=1, held_until=now
    )
    with clock.moved(timedelta(hours=25)):
        assert retention.overdue()["held"] == 1


def test_a_decision_stays_while_it_is_open() -> None:
    chat = make_chat()
    about = {"conversation": chat.conversation, "level": 2, "position": 1, "raised_at": clock.now()}
    closed = Concern.objects.create(**about, closed_at=clock.now())
    still = Concern.objects.create(**about)
    with clock.moved(1096 * DAY):
        retention.sweep.func()
    assert set(Concern.objects.values_list("pk", flat=True)) == {still.pk} != {closed.pk}


def test_one_class_that_cannot_be_destroyed_keeps_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(bite: object) -> None:
        raise Invalid("no")

    chat = make_chat()
    conversations.end(seat=chat.seeker)
    audit.record(actor=None, act="sign-in")
    first, *others = retention.DUTIES
    stuck = retention.Duty(first.name, first.due, refuses)
    monkeypatch.setattr(retention, "DUTIES", (stuck, *others))
    with clock.moved(100 * DAY), pytest.raises(Invalid):
        retention.sweep.func()
    assert not AuditLine.objects.filter(act="sign-in").exists()


def test_the_reserve_is_let_go_on_a_full_disk_and_made_again(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RESERVE_MB = 1  # type: ignore[attr-defined]
    free = {"bytes": 1 << 30}
    monkeypatch.setattr(reserve, "free", lambda: free["bytes"])
    reserve.look()
    assert reserve.path().stat().st_size == 1 << 20
    free["bytes"] = 1 << 20
    reserve.look()
    assert not reserve.path().exists()
    free["bytes"] = 1 << 30
    reserve.look()
    assert reserve.release() and not reserve.release()
