"""What people may do, and what they may not."""

import uuid
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client

from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal.models import AuditLine
from beside.people import actions, pseudonyms, queries, tokens
from beside.people.models import Grant, Invitation, Person, Reset, Role, StaffSession, Visit
from tests import world
from tests.world import PHRASE, Seeker


def acts() -> list[str]:
    """The audit trail, oldest first."""
    return list(AuditLine.objects.order_by("pk").values_list("act", flat=True))


def asking(token: str) -> HttpRequest:
    """A request that carries a visit's cookie."""
    request = HttpRequest()
    request.COOKIES["__Host-visit"] = token
    return request


def test_a_visit_is_found_by_its_secret_of_which_only_the_hash_is_kept(seeker: Seeker) -> None:
    assert queries.visitor(asking(seeker.token)) == seeker.person
    assert seeker.visit.token_hash == tokens.hashed(seeker.token)
    assert len(seeker.token) >= 43
    assert seeker.token not in repr(list(Visit.objects.values())) + repr(list(Person.objects.values()))


@pytest.mark.parametrize("token", ["", "x", "a" * 43])
def test_another_secret_finds_nobody(seeker: Seeker, token: str) -> None:
    assert queries.visitor(asking(token)) is None


def test_leaving_ends_this_visit_and_raises_the_epoch(seeker: Seeker) -> None:
    _visit, elsewhere = actions.begin_visit(person=seeker.person)
    actions.leave(person=seeker.person, visit=seeker.visit)
    assert queries.visitor(asking(seeker.token)) is None
    assert queries.visitor(asking(elsewhere)) == seeker.person
    assert queries.epoch(seeker.person) == 1


def test_a_visit_unused_for_days_is_over(seeker: Seeker) -> None:
    with clock.moved(timedelta(days=queries.VISIT_DAYS)):
        assert queries.visitor(asking(seeker.token)) == seeker.person
    with clock.moved(timedelta(days=queries.VISIT_DAYS + 1)):
        assert queries.visitor(asking(seeker.token)) is None


def test_using_a_visit_keeps_it(seeker: Seeker) -> None:
    with clock.moved(timedelta(days=2)):
        actions.still_here(visit=seeker.visit)
    with clock.moved(timedelta(days=4)):
        assert queries.visitor(asking(seeker.token)) == seeker.person


def test_two_seekers_of_one_day_have_different_names(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = iter(["Calm Wren", "Calm Wren", "Calm Wren", "Quiet Heron"])
    monkeypatch.setattr(pseudonyms, "_one", lambda language: next(turns))
    assert world.make_seeker().person.name == "Calm Wren"
    assert world.make_seeker().person.name == "Quiet Heron"


def test_a_manager_gives_and_takes_a_role(odile: Person, maya: Person) -> None:
    actions.give_role(actor=odile, person=maya, role=Role.SUPERVISOR)
    assert queries.member(maya.pk).has_role(Role.SUPERVISOR)
    actions.take_role(actor=odile, person=maya, role=Role.SUPERVISOR)
    assert not queries.member(maya.pk).has_role(Role.SUPERVISOR)
    assert queries.epoch(maya) == 1
    assert acts() == ["role.given", "role.taken"]


def test_giving_twice_is_once(odile: Person, maya: Person) -> None:
    for _time in range(2):
        actions.give_role(actor=odile, person=maya, role=Role.TRAINER)
    assert Grant.objects.filter(person=maya, role=Role.TRAINER).count() == 1
    assert acts() == ["role.given"]


@pytest.mark.parametrize("verb", [actions.give_role, actions.take_role])
def test_nobody_changes_their_own_rights(odile: Person, verb) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Closed):
        verb(actor=odile, person=odile, role=Role.SUPERVISOR)


def test_a_manager_who_is_no_administrator_makes_none(odile: Person, maya: Person) -> None:
    manager = world.make_colleague("Noor", Role.MANAGER)
    with pytest.raises(Closed):
        actions.give_role(actor=manager, person=maya, role=Role.ADMINISTRATOR)
    with pytest.raises(Closed):
        actions.take_role(actor=manager, person=odile, role=Role.ADMINISTRATOR)
    with pytest.raises(Closed):
        actions.deactivate(actor=manager, person=odile)
    with pytest.raises(Closed):
        actions.invite(
            actor=manager, name="A", email="a@example.org", roles=["administrator"], languages=["en"]
        )


def test_the_last_administrator_stays(odile: Person) -> None:
    other = world.make_colleague("Noor", Role.ADMINISTRATOR)
    actions.take_role(actor=other, person=odile, role=Role.ADMINISTRATOR)
    again = world.make_colleague("Pia", Role.ADMINISTRATOR)
    actions.deactivate(actor=again, person=other)
    noor = queries.member(other.pk)
    assert not noor.account.is_active
    with pytest.raises(Closed):
        actions.take_role(actor=queries.member(odile.pk), person=again, role=Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", ["seeker", "king", ""])
def test_what_is_no_role_is_refused(odile: Person, maya: Person, role: str) -> None:
    with pytest.raises(Invalid):
        actions.give_role(actor=odile, person=maya, role=role)


def test_who_does_not_run_the_team_changes_nothing(ines: Person, maya: Person, outsider: Person) -> None:
    for actor in (ines, outsider):
        for verb in (actions.give_role, actions.take_role):
            with pytest.raises(NotForYou):
                verb(actor=actor, person=maya, role=Role.LISTENER)
        for act in (actions.end_sessions, actions.deactivate, actions.reactivate):
            with pytest.raises(NotForYou):
                act(actor=actor, person=maya)
        with pytest.raises(NotForYou):
            actions.invite(actor=actor, name="A", email="a@example.org", roles=["listener"], languages=["en"])
        with pytest.raises(NotForYou):
            actions.ask_reset(actor=actor, person=maya, what="factor", reason="Phone lost")
    assert acts() == []


def test_closing_an_account_takes_everything_away(odile: Person, maya: Person, client: Client) -> None:
    world.sign_in(client, maya)
    actions.deactivate(actor=odile, person=maya)
    assert not StaffSession.objects.filter(account=maya.account).exists()
    assert not Grant.objects.filter(person=maya).exists()
    assert maya not in queries.with_role(Role.LISTENER)
    actions.reactivate(actor=odile, person=maya)
    assert queries.member(maya.pk).account.is_active
    assert queries.member(maya.pk).roles() == frozenset()


def test_a_new_colleague_comes_in_by_the_link(odile: Person) -> None:
    made, token = actions.invite(
        actor=odile, name="Léo", email="leo@example.org", roles=["listener"], languages=["fr"]
    )
    leo = actions.accept_invitation(
        token=token, name="Léo", email="leo@example.org", password=PHRASE, language="fr"
    )
    assert leo.has_role(Role.LISTENER)
    assert queries.member(leo.pk).languages == ["fr"]
    assert Grant.objects.get(person=leo).given_by == odile
    assert token not in repr(list(Invitation.objects.values()))
    assert acts() == ["invitation.made", "invitation.accepted"]
    made.refresh_from_db()
    assert not made.is_open


def test_a_link_works_once_and_for_seven_days(odile: Person) -> None:
    fields = {"roles": ["listener"], "languages": ["en"]}
    _made, used = actions.invite(actor=odile, name="A", email="a@example.org", **fields)
    _made, old = actions.invite(actor=odile, name="B", email="b@example.org", **fields)
    gone, withdrawn = actions.invite(actor=odile, name="C", email="c@example.org", **fields)
    come = {"name": "N", "password": PHRASE, "language": "en"}
    actions.accept_invitation(token=used, email="a@example.org", **come)
    actions.withdraw_invitation(actor=odile, invitation=gone)
    for token in (used, withdrawn, "never-made"):
        with pytest.raises(NotForYou):
            actions.accept_invitation(token=token, email=f"x{len(token)}@example.org", **come)
    with clock.moved(timedelta(days=7, minutes=1)), pytest.raises(NotForYou):
        actions.accept_invitation(token=old, email="b@example.org", **come)


def test_an_invitation_falls_with_the_one_who_made_it(odile: Person) -> None:
    noor = world.make_colleague("Noor", Role.MANAGER)
    _made, token = actions.invite(
        actor=noor, name="A", email="a@example.org", roles=["trainer"], languages=["en"]
    )
    actions.deactivate(actor=odile, person=noor)
    with pytest.raises(NotForYou):
        queries.invitation(token)


@pytest.mark.parametrize(
    "password", ["short", "password1234", "maya@example.org", "aaaaaaaaaaaaaaa", "x" * 5000]
)
def test_a_weak_phrase_is_refused(db: None, password: str) -> None:
    with pytest.raises(Invalid):
        actions.make_staff(
            name="Maya", email="maya@example.org", password=password, roles=["listener"], languages=["en"]
        )
    assert not Person.objects.exists()


def test_an_address_is_used_once_whatever_its_case(maya: Person) -> None:
    with pytest.raises(Invalid):
        actions.make_staff(
            name="M", email="MAYA@example.org", password=PHRASE, roles=["listener"], languages=["en"]
        )


def test_the_first_administrator_is_made_once(db: None) -> None:
    first = actions.make_first_administrator(name="Odile", email="odile@example.org", password=PHRASE)
    assert first.roles() == {Role.MANAGER, Role.ADMINISTRATOR}
    with pytest.raises(Closed):
        actions.make_first_administrator(name="Eve", email="eve@example.org", password=PHRASE)


def test_a_lost_second_step_needs_a_second_person(odile: Person, maya: Person, ines: Person) -> None:
    asked = actions.ask_reset(actor=odile, person=maya, what="factor", reason="Phone drowned")
    with pytest.raises(Closed):
        actions.approve_reset(actor=odile, reset=asked)
    assert Authenticator.objects.filter(user=maya.account).exists()
    actions.approve_reset(actor=ines, reset=asked)
    assert not Authenticator.objects.filter(user=maya.account).exists()
    assert queries.epoch(maya) == 1
    assert acts() == ["reset.factor.asked", "reset.factor.approved"]
    with pytest.raises(Closed):
        actions.approve_reset(actor=ines, reset=asked)


def test_nobody_approves_a_reset_of_their_own(odile: Person, ines: Person) -> None:
    asked = actions.ask_reset(actor=odile, person=ines, what="factor", reason="New phone")
    with pytest.raises(Closed):
        actions.approve_reset(actor=ines, reset=asked)
    with pytest.raises(Closed):
        actions.ask_reset(actor=odile, person=odile, what="factor", reason="New phone")


@pytest.mark.parametrize("who", ["maya", "outsider"])
def test_who_may_not_decide_does_not(
    odile: Person, tomasz: Person, who: str, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(who)
    asked = actions.ask_reset(actor=odile, person=tomasz, what="factor", reason="New phone")
    for verb in (actions.approve_reset, actions.refuse_reset):
        with pytest.raises(NotForYou):
            verb(actor=other, reset=asked)
    assert Reset.objects.get().decided_at is None


def test_a_reset_can_be_refused_and_asked_again(odile: Person, maya: Person, ines: Person) -> None:
    asked = actions.ask_reset(actor=odile, person=maya, what="phrase", reason="Forgotten")
    with pytest.raises(Closed):
        actions.ask_reset(actor=odile, person=maya, what="phrase", reason="Forgotten")
    actions.refuse_reset(actor=ines, reset=asked)
    assert actions.ask_reset(actor=odile, person=maya, what="phrase", reason="Really").pk != asked.pk


def test_a_new_phrase_is_chosen_by_link_and_ends_the_sessions(
    odile: Person, maya: Person, ines: Person, client: Client
) -> None:
    world.sign_in(client, maya)
    asked = actions.ask_reset(actor=odile, person=maya, what="phrase", reason="Forgotten")
    token = actions.approve_reset(actor=ines, reset=asked)
    assert not StaffSession.objects.filter(account=maya.account).exists()
    actions.choose_phrase(token=token, password="harvest-violin-copper-moth")
    maya.account.refresh_from_db()
    assert maya.account.check_password("harvest-violin-copper-moth")
    with pytest.raises(NotForYou):
        actions.choose_phrase(token=token, password=PHRASE)


def test_an_invitation_link_is_no_renewal_and_the_reverse(odile: Person, maya: Person, ines: Person) -> None:
    _made, join = actions.invite(
        actor=odile, name="A", email="a@example.org", roles=["trainer"], languages=["en"]
    )
    asked = actions.ask_reset(actor=odile, person=maya, what="phrase", reason="Forgotten")
    renew = actions.approve_reset(actor=ines, reset=asked)
    with pytest.raises(NotForYou):
        actions.choose_phrase(token=join, password=PHRASE)
    with pytest.raises(NotForYou):
        actions.accept_invitation(
            token=renew, name="Eve", email="eve@example.org", password=PHRASE, language="en"
        )


def test_a_missing_colleague_is_not_found(db: None, seeker: Seeker) -> None:
    for number in (uuid.uuid4(), seeker.person.pk):
        with pytest.raises(NotForYou):
            queries.member(number)
