"""The pages of the rota, the gate before a shift, and the mail."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from beside.desk import actions, followers, queries
from beside.desk.actions import rota, rota_claims, rota_gate, rota_swaps
from beside.desk.models import Claim, OpeningHours, Permit, Planned, Series, Service, Shift, Swap
from beside.desk.queries.rota import rules
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal import worker
from tests.desk.conftest import NIGHT, Cast
from tests.desk.rota import MONDAY, planned, settled
from tests.world import sign_in

HOUR = timedelta(hours=1)
PLAN = {"day": "2026-11-23", "begins": "18:00", "ends": "20:00", "seats": "1", "language": "", "role": ""}


@pytest.fixture
def maya(cast: Cast, client: Client) -> Client:
    """Maya's browser."""
    return sign_in(client, cast.maya)


@pytest.fixture
def ines(cast: Cast) -> Client:
    """The supervisor's browser."""
    return sign_in(Client(), cast.ines)


def text(client: Client, path: str) -> str:
    """A page."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_shift_is_planned_taken_and_let_go(maya: Client, ines: Client) -> None:
    assert ines.post("/rota", PLAN).url == "/rota"
    assert (
        ines.post("/rota", {**PLAN, "day": "2026-12-07", "role": "supervisor"}).url == "/rota?from=2026-12-07"
    )
    Planned.objects.filter(role="supervisor").delete()
    shift = Planned.objects.get()
    assert "I come" in text(maya, "/desk/shifts")
    for _twice in range(2):
        assert maya.post(f"/desk/shifts/free/{shift.pk}").url == "/desk/shifts"
    claim = Claim.objects.get()
    page = text(maya, "/desk/shifts")
    assert "Monday 23 November" in page and "18:00" in page and "I come" not in page
    assert "Your next one: Monday 23 November, 18:00–20:00." in text(maya, "/desk")
    assert "Maya" in text(ines, "/rota") and "filled" in text(ines, "/rota")
    assert "There is time" in text(maya, f"/desk/shifts/{claim.pk}")
    for _twice in range(2):
        assert maya.post(f"/desk/shifts/{claim.pk}", {"step": "drop"}).url == "/desk/shifts"
    assert maya.get(f"/desk/shifts/{claim.pk}").status_code == 404
    assert "nobody yet" in text(ines, "/rota")


def test_late_is_said_before_it_is_done(cast: Cast) -> None:
    claim = rota_claims.claim_shift(person=cast.maya, planned=planned(cast))
    with clock.frozen(claim.planned.begins_at - timedelta(hours=3)):
        maya = sign_in(Client(), cast.maya)
        assert "less than 24 hours away" in text(maya, f"/desk/shifts/{claim.pk}")


def test_every_week_is_planned_on_the_same_page(ines: Client) -> None:
    ines.post("/rota", {**PLAN, "weekly": "on", "last": "2026-12-07", "language": "fr"})
    assert Planned.objects.count() == 3 and Series.objects.get().language == "fr"
    page = text(ines, "/rota?from=2026-12-07")
    assert "Monday 7 December" in page
    last = Planned.objects.get(day=date(2026, 12, 7))
    assert "every week" in text(ines, f"/rota/{last.pk}")
    ines.post(f"/rota/{last.pk}", {"step": "end"})
    assert Planned.objects.filter(cancelled_at=None).count() == 2


@pytest.mark.parametrize("wrong", [{"day": "2026-11-01"}, {"seats": "0"}, {"begins": ""}, {"language": "xx"}])
def test_what_cannot_be_planned_stays_on_the_page(ines: Client, wrong: dict[str, str]) -> None:
    answer = ines.post("/rota", {**PLAN, **wrong})
    assert answer.status_code == 422 and "Something needs another look" in answer.content.decode()
    assert not Planned.objects.exists()


def test_who_plans_changes_one_shift(cast: Cast, ines: Client) -> None:
    shift = planned(cast)
    page = f"/rota/{shift.pk}"
    ines.post(page, {"step": "seats", "seats": "2"})
    ines.post(page, {"step": "give", "person": str(cast.maya.pk)})
    assert "Maya" in text(ines, page)
    assert ines.post(page, {"step": "give", "person": str(cast.odile.pk)}).status_code == 422
    claim = Claim.objects.get()
    assert ines.post(page, {"step": "off", "claim": "x"}).status_code == 404
    ines.post(page, {"step": "off", "claim": str(claim.pk)})
    assert "Nobody has said" in text(ines, page)
    assert ines.post(page, {"step": "call-off"}).url == "/rota"
    assert "called off" in text(ines, page)


def test_what_is_somebody_elses_is_not_there(cast: Cast, maya: Client, ines: Client) -> None:
    claim = rota_claims.claim_shift(person=cast.tomasz, planned=planned(cast))
    swap = rota_swaps.hold_out(person=cast.tomasz, claim=claim, to=cast.ines)
    for path in (f"/desk/shifts/{claim.pk}", "/rota", f"/rota/{claim.planned_id}", "/rota/gaps"):
        assert maya.get(path).status_code == 404
    assert maya.post(f"/desk/shifts/{claim.pk}", {"step": "drop"}).status_code == 404
    assert maya.post(f"/desk/swaps/{swap.pk}", {"step": "take"}).status_code == 404
    assert ines.post(f"/desk/swaps/{swap.pk}", {"step": "take"}).url == "/desk/shifts"


def test_a_colleague_is_asked_on_the_page(cast: Cast, maya: Client) -> None:
    settled(cast)
    claim = rota_claims.claim_shift(person=cast.maya, planned=planned(cast))
    theirs = rota_claims.claim_shift(
        person=cast.tomasz, planned=planned(cast, day=MONDAY + timedelta(days=1))
    )
    page = f"/desk/shifts/{claim.pk}"
    assert "Tomasz, and I take Tuesday 24 November, 18:00–20:00" in text(maya, page)
    assert maya.post(page, {"step": "hold-out", "to": "nobody"}).status_code == 422
    maya.post(page, {"step": "hold-out", "to": f"{cast.tomasz.pk} {theirs.pk}"})
    assert "you asked Tomasz" in text(maya, "/desk/shifts")
    tomasz = sign_in(Client(), cast.tomasz)
    assert "Maya asks, and takes yours of Tuesday 24 November" in text(tomasz, "/desk/shifts")
    swap = Swap.objects.get()
    assert tomasz.post(f"/desk/swaps/{swap.pk}", {"step": "take"}).url == "/desk/shifts"
    assert "Tuesday 24 November" in text(maya, "/desk/shifts")
    maya.post(f"/desk/shifts/{Claim.objects.get(person=cast.maya, dropped_at=None).pk}", {"to": "everybody"})
    [again] = Swap.objects.filter(state="open")
    maya.post(f"/desk/swaps/{again.pk}", {"step": "keep"})
    assert not Swap.objects.filter(state="open").exists()


def test_a_refusal_is_said_on_the_page(cast: Cast, maya: Client) -> None:
    shift = planned(cast, begins=10, ends=14)
    answer = maya.post(f"/desk/shifts/free/{shift.pk}")
    assert answer.status_code == 409 and "without 11 hours of rest" in answer.content.decode()
    assert maya.post("/desk/shifts/free/99").status_code == 404


def test_the_gaps_are_shown(cast: Cast, ines: Client) -> None:
    rota_claims.claim_shift(person=cast.maya, planned=planned(cast, seats=2))
    page = text(ines, "/rota/gaps?from=2026-11-23")
    assert "1 of 2" in page and "18:00–20:00" in page
    assert ines.get("/rota/gaps?service=nowhere").status_code == 404
    assert ines.get("/rota/gaps?from=rubbish").status_code == 200
    assert ines.get("/rota?from=9999-12-31").status_code == 200


def gated(cast: Cast) -> None:
    """The house asks for a planned shift."""
    rota.set_rota_rules(actor=cast.odile, needs_claim=True)


def test_without_the_gate_anybody_may_begin(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)


def test_the_gate_opens_beside_a_planned_shift(cast: Cast) -> None:
    gated(cast)
    with pytest.raises(Closed):
        actions.start_shift(person=cast.maya)
    shift = planned(cast)
    rota_claims.claim_shift(person=cast.maya, planned=shift)
    with clock.frozen(shift.begins_at - timedelta(minutes=16)):
        maya = sign_in(Client(), cast.maya)
        assert "Take a planned shift" in text(maya, "/desk")
        assert maya.post("/desk/shift", {"slots": "1", "languages": "en", "hours": "2"}).status_code == 409
    with clock.frozen(shift.begins_at - timedelta(minutes=15)):
        assert "until 20:00, as planned" in text(maya, "/desk")
        maya.post("/desk/shift", {"slots": "1", "languages": "en", "hours": "0"})
    assert Shift.objects.get().until == shift.ends_at


def test_a_running_shift_is_not_ended_by_the_gate(cast: Cast) -> None:
    running = actions.start_shift(person=cast.maya)
    gated(cast)
    assert actions.start_shift(person=cast.maya) == running


def test_a_supervisor_needs_no_yes_and_gives_it(cast: Cast, maya: Client, ines: Client) -> None:
    gated(cast)
    actions.start_shift(person=cast.ines)
    for _twice in range(2):
        assert maya.post("/desk/shifts/permit").url == "/desk"
    asked = Permit.objects.get()
    assert "You asked at 04:00" in text(maya, "/desk")
    assert "Maya asks to come on shift" in text(ines, "/rota")
    with pytest.raises(Closed):
        actions.start_shift(person=cast.maya)
    assert maya.post(f"/rota/permits/{asked.pk}", {"yes": "1"}).status_code == 404
    ines.post(f"/rota/permits/{asked.pk}", {"yes": "1"})
    ines.post(f"/rota/permits/{asked.pk}", {"yes": "0"})  # the first answer counts
    with clock.frozen(NIGHT + timedelta(hours=4)), pytest.raises(Closed):
        actions.start_shift(person=cast.maya)
    assert "Start my shift" in text(maya, "/desk")
    actions.start_shift(person=cast.maya)


def test_a_no_and_no_answer(cast: Cast) -> None:
    gated(cast)
    asked = rota_gate.ask_to_begin(person=cast.maya)
    with pytest.raises(NotForYou):
        rota_gate.answer_permit(actor=cast.odile, permit=asked, yes=True)
    rota_gate.answer_permit(actor=cast.ines, permit=asked, yes=False)
    with pytest.raises(Closed):
        actions.start_shift(person=cast.maya)
    again = rota_gate.ask_to_begin(person=cast.maya)
    assert again != asked
    with clock.frozen(NIGHT + timedelta(hours=13)):
        assert rota_gate.ask_to_begin(person=cast.maya) != again
    with pytest.raises(NotForYou):
        rota_gate.ask_to_begin(person=cast.odile)


def test_the_rules_are_a_page_of_the_settings(cast: Cast) -> None:
    odile = sign_in(Client(), cast.odile)
    page = text(odile, "/settings/rota")
    assert "supervisor’s yes" in page
    given = dict.fromkeys(("early_minutes", "notice_hours", "first_hours", "second_hours"), "4")
    given |= dict.fromkeys(("longest_hours", "first_month_hours", "rest_hours", "week_hours"), "5")
    odile.post("/settings/rota", {**given, "needs_claim": "on", "step": "save"})
    held = rules()
    assert held.needs_claim and (held.notice_hours, held.rest_hours) == (4, 5)


@pytest.fixture
def mail(cast: Cast, settings: Any, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    """What was sent."""
    settings.MAIL_IS_SET_UP = True
    return mailoutbox


def sent(mail: list[EmailMessage]) -> list[tuple[str, str]]:
    """(to, subject) of what came meanwhile."""
    worker.drain()
    found = sorted((one.to[0].split("@")[0], str(one.subject)) for one in mail)
    mail.clear()
    return found


def test_who_comes_is_reminded_twice_in_the_houses_time(cast: Cast, mail: list[EmailMessage]) -> None:
    shift = planned(cast, day=MONDAY + timedelta(days=2))
    rota_claims.claim_shift(person=cast.maya, planned=shift)
    for hours, count in ((25, 0), (24, 1), (23, 0), (2, 1), (1, 0)):
        with clock.frozen(shift.begins_at - timedelta(hours=hours)):
            followers.look_after_rota.call()
            followers.look_after_rota.call()
            worker.drain()
            assert len(mail) == count
            assert all("Wednesday 25 November, 18:00–20:00" in str(one.body) for one in mail)
            mail.clear()


def test_a_reminder_over_the_change_of_clocks_says_the_wall(cast: Cast, mail: list[EmailMessage]) -> None:
    shift = planned(cast, day=date(2027, 3, 28), begins=6, ends=8)
    rota_claims.claim_shift(person=cast.maya, planned=shift)
    with clock.frozen(shift.begins_at - timedelta(hours=24)):
        followers.look_after_rota.call()
        worker.drain()
    assert "28 March, 06:00–08:00" in str(mail[0].body)


def test_nobody_is_reminded_of_what_is_not_theirs_any_more(cast: Cast, mail: list[EmailMessage]) -> None:
    claim = rota_claims.claim_shift(person=cast.maya, planned=planned(cast, day=MONDAY + timedelta(days=2)))
    with clock.frozen(claim.planned.begins_at - timedelta(hours=24)):
        followers.look_after_rota.call()
        rota_claims.drop_shift(actor=cast.maya, claim=claim)
        assert sent(mail) == []
    with clock.frozen(claim.planned.begins_at - timedelta(hours=1)):
        rota_claims.claim_shift(person=cast.tomasz, planned=claim.planned)
        followers.look_after_rota.call()
        assert sent(mail) == []  # whoever has just said yes knows


def test_each_change_is_told_to_whom_it_concerns(cast: Cast, mail: list[EmailMessage]) -> None:
    shift = planned(cast, day=MONDAY + timedelta(days=2))
    claim = rota_claims.claim_shift(person=cast.maya, planned=shift)
    swap = rota_swaps.hold_out(person=cast.maya, claim=claim, to=cast.tomasz)
    assert sent(mail) == [("tomasz", "A colleague asks you to take a shift")]
    taken = rota_swaps.take_over(person=cast.tomasz, swap=swap)
    assert sent(mail) == [("maya", "Somebody takes your shift")]
    with clock.frozen(shift.begins_at - timedelta(hours=1)):
        rota_claims.drop_shift(actor=cast.tomasz, claim=taken)
        assert sent(mail) == [("ines", "Une permanence se libère au dernier moment")]
    rota_claims.give_shift(actor=cast.ines, person=cast.maya, planned=shift)
    assert sent(mail) == [("maya", "A shift is yours")]
    rota.call_off(actor=cast.odile, planned=shift)
    assert sent(mail) == [("maya", "A shift is called off")]
    rota_gate.ask_to_begin(person=cast.maya)
    assert sent(mail) == [("ines", "Quelqu’un aimerait prendre une permanence")]


def test_without_mail_nothing_is_queued(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    shift = planned(cast)
    rota_claims.give_shift(actor=cast.ines, person=cast.maya, planned=shift)
    rota.call_off(actor=cast.ines, planned=shift)
    worker.drain()
    assert mailoutbox == []


def test_supervisors_read_once_a_morning_where_somebody_is_missing(
    cast: Cast, mail: list[EmailMessage]
) -> None:
    morning = NIGHT + timedelta(hours=5)  # nine o'clock in Paris
    with clock.frozen(morning):
        followers.look_after_rota.call()
        assert sent(mail) == []  # nothing is planned: this house has no rota
    Service.objects.filter(pk=1).update(needs_staff=True)
    OpeningHours.objects.all().delete()
    queries.forget_service()
    planned(cast, seats=2)
    for at, count in ((morning - HOUR, 0), (morning, 1), (morning + HOUR / 2, 0)):
        with clock.frozen(at):
            followers.look_after_rota.call()
            worker.drain()
            assert len(mail) == count
            assert all("lundi 23 novembre, 18:00–20:00 · personne" in str(one.body) for one in mail)
            mail.clear()
