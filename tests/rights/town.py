"""The people of the table, each with a browser of their own, and what is theirs."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from http.cookies import SimpleCookie

from django.conf import settings
from django.test import Client

from beside.conversations import actions as conversations
from beside.conversations.queries import backstage_of
from beside.desk import actions as desk
from beside.desk.actions import beside as beside_chat
from beside.desk.actions import reports, rota, rota_claims, rota_gate, rota_swaps
from beside.desk.models import AfterRules, Chat, CoolOff, Matter, Offer, Report, Service, Shift
from beside.foundation import clock
from beside.operations import erasing
from beside.people import actions as people
from beside.people.cookies import VISIT
from beside.people.models import Grant, Person, Role
from beside.people.sessions import row_key
from tests import world
from tests.desk.handing import handed

MISSING = uuid.UUID(int=404)


@dataclass
class Actor:
    """Somebody with a browser. `has` names, for each kind of object, those that exist for them."""

    name: str
    role: str
    person: Person | None = None
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    has: dict[str, dict[str, object]] = field(default_factory=dict)

    def things(self, parameter: str, known: list[str]) -> dict[str, object]:
        """The objects of a kind that this actor can name: "" where an address names none."""
        found = self.has.get(parameter, {})
        return {thing: found[thing] for thing in known if thing in found}

    def given(self, kind: str, **things: object) -> None:
        """There are such objects for this actor."""
        self.has.setdefault(kind, {}).update(things)


class Town:
    """Everyone. Built once; whoever changes something puts it back (`memory.py`)."""

    def __init__(self) -> None:
        self.actors: list[Actor] = [Actor("nobody", "nobody")]
        self._line: dict[str, Actor] = {}

    def build(self) -> "Town":
        """Fill the house: staff first, then those who come to talk."""
        desk.make_demo_service(names={"en": "Harbour Night Line", "fr": "Ligne du Port"})
        AfterRules.objects.create(service=Service.objects.get(), needs_record=False, cool_minutes=0)
        self._staff()
        self._chats()
        self._past()
        self._odd_ones()
        self._wait()
        self._link()
        return self

    def of(self, name: str) -> Actor:
        """One of them."""
        return next(actor for actor in self.actors if actor.name == name)

    def _staff(self) -> None:
        for name, role in ROLES.items():
            self._signs_in(name, role, *([Role(role)] if role in Role.values else []))
        for name in ("dora", "dina"):
            self._signs_in(name, "listener", Role.LISTENER)
        person = world.make_colleague("newt", Role.LISTENER, second_step=False)
        self.actors.append(Actor("newt", "before", person, _browser(person)))

    def _signs_in(self, name: str, role: str, *roles: Role) -> None:
        person = world.make_colleague(name, *roles)
        actor = Actor(name, role, person, _browser(person))
        actor.given("key", own=row_key(actor.cookies[settings.SESSION_COOKIE_NAME].value))
        self.actors.append(actor)

    def _talks(self, listener: str, name: str, role: str = "seeker") -> Chat:
        """A seeker who talks with this listener; one chat at a time is in line."""
        actor = self._comes(name, role)
        taker = self.of(listener).person
        assert taker is not None
        desk.start_shift(person=taker)
        Shift.objects.filter(person=taker).update(slots=9)
        offer = desk.take_next(listener=taker)
        chat = desk.accept(offer=offer, listener=taker)
        beside_chat.take_over_beside(conversation=chat.conversation, actor=taker)
        actor.given("conversation_id", own=chat.conversation_id)
        return chat

    def _comes(self, name: str, role: str = "seeker") -> Actor:
        came = world.make_seeker()
        cookies = SimpleCookie({VISIT: came.token})
        actor = Actor(name, role, came.person, cookies)
        held = desk.ask(person=came.person, safe="yes", language="en")
        actor.given("conversation_id", own=held.conversation_id)
        self.actors.append(actor)
        return actor

    def _chats(self) -> None:
        for listener, seeker in (
            ("maya", "bea"),
            ("tomasz", "ben"),
            ("ines", "bo"),
            ("dora", "su"),
            ("dina", "di"),
        ):
            chat = self._talks(listener, seeker)
            actor = self.of(listener)
            tied = backstage_of(chat.conversation)
            assert tied is not None
            actor.given("conversation_id", own=chat.conversation_id, backstage=tied.pk)
            actor.given("offer_id", settled=Offer.objects.get(request=chat.request).pk)

    def _past(self) -> None:
        for thing, hours in (("ended", 1), ("late", 30), ("old", 9 * 24)):
            chat = self._talks("ede", f"c-{thing}")
            self._over(chat, hours)
            self.of("ede").given("conversation_id", **{thing: chat.conversation_id})
            if thing == "ended":
                self.of("c-ended").has["conversation_id"] = {thing: chat.conversation_id}
            else:  # they may look at their own words for as long as they are kept, whoever listened
                self.actors.remove(self.of(f"c-{thing}"))
        self._handed()
        self._erased()

    def _over(self, chat: Chat, hours: int) -> None:
        desk.end_chat(conversation=chat.conversation, actor=chat.listener, reason="finished")
        then = clock.now() - timedelta(hours=hours)
        Chat.objects.filter(pk=chat.pk).update(accepted_at=then - timedelta(hours=1), ended_at=then)
        type(chat.conversation).objects.filter(pk=chat.conversation_id).update(closed_at=then)
        chat.conversation.refresh_from_db()

    def _handed(self) -> None:
        chat, to = self._talks("hugo", "ha"), self.of("noah").person
        assert to is not None
        desk.start_shift(person=to)
        taken = handed(chat, to)
        beside_chat.take_over_beside(conversation=taken.conversation, actor=to)
        self.of("hugo").given("conversation_id", handed=chat.conversation_id)
        self.of("noah").given("conversation_id", own=chat.conversation_id)

    def _erased(self) -> None:
        chat = self._talks("pia", "fay")
        self._over(chat, 1)
        conversations.erase(conversation=chat.conversation, actor=None)
        for name in ("pia", "fay"):
            self.of(name).has["conversation_id"] = {"erased": chat.conversation_id}
        person = self.of("pia").person
        assert person is not None
        desk.pause(person=person)

    def _odd_ones(self) -> None:
        """Rights that are gone while the browser still holds its cookie."""
        boss, dora, dina, left = (self.of(name).person for name in ("adele", "dora", "dina", "di"))
        assert boss and dora and dina and left
        Grant.objects.create(person=dora, role=Role.MODERATOR, given_at=clock.now())
        people.take_role(actor=boss, person=dora, role=Role.LISTENER)
        self.of("dora").role = "former"
        people.deactivate(actor=boss, person=dina)
        self.of("dina").role = "closed"
        people.leave(person=left)
        self.of("di").role = "left"

    def _wait(self) -> None:
        self._comes("ana")
        listener = self.of("bert").person
        assert listener is not None
        desk.start_shift(person=listener)
        offer = desk.take_next(listener=listener)
        self.of("bert").given("offer_id", own=offer.pk)
        self._comes("ann")

    def _link(self) -> None:
        """Say of everyone what is somebody else's, and what never was."""
        for make in (_conversations, _offers, _members, _letters, _reports, _places, _rota):
            make(self)


ROLES = {
    "maya": "listener",
    "noah": "listener",
    "ede": "listener",
    "pia": "listener",
    "hugo": "listener",
    "bert": "listener",
    "tomasz": "counsellor",
    "ines": "supervisor",
    "manu": "manager",
    "adele": "administrator",
    "oskar": "colleague",
}
"""Maya talks. Noah took over from Hugo. Ede's chats are over. Pia is paused. Bert is being asked."""


def _conversations(town: Town) -> None:
    bea, ann, over = (town.of(name).has["conversation_id"] for name in ("bea", "ann", "c-ended"))
    spare = town.of("ben").has["conversation_id"]["own"]
    for actor in town.actors:
        own = set(actor.has.get("conversation_id", {}).values())
        actor.given("conversation_id", other=spare if bea["own"] in own else bea["own"], missing=MISSING)
        if ann["own"] not in own:
            actor.given("conversation_id", waiting=ann["own"])
        if over["ended"] not in own:
            actor.given("conversation_id", gone=over["ended"])
    hidden = town.of("maya").has["conversation_id"]["backstage"]
    for actor in town.actors:
        if "backstage" not in actor.has["conversation_id"] and actor.role not in {"listener", "counsellor"}:
            actor.given("conversation_id", hidden=hidden)


def _offers(town: Town) -> None:
    asked = town.of("bert").has["offer_id"]["own"]
    for actor in town.actors:
        actor.given("offer_id", missing=404_404)
        if actor.name != "bert":
            actor.given("offer_id", other=asked)


def _members(town: Town) -> None:
    maya, bea = town.of("maya").person, town.of("bea").person
    noah = town.of("noah").person
    assert maya and bea and noah
    key = town.of("noah").has["key"]["own"]
    for actor in town.actors:
        other = noah if actor.person == maya else maya
        actor.given("member_id", other=other.pk, seeker=bea.pk, missing=MISSING)
        if actor.person is not None and actor.person.is_staff:
            actor.given("member_id", themselves=actor.person.pk)
        actor.given("key", missing="0" * 64, **({} if actor.name == "noah" else {"other": key}))


def _letters(town: Town) -> None:
    adele, maya, noah = (town.of(name).person for name in ("adele", "maya", "noah"))
    assert adele and maya and noah
    made, token = people.invite(
        actor=adele, name="A", email="a@example.org", roles=["trainer"], languages=["en"]
    )
    gone, used = people.invite(
        actor=adele, name="B", email="b@example.org", roles=["trainer"], languages=["en"]
    )
    people.withdraw_invitation(actor=adele, invitation=gone)
    asked = people.ask_reset(actor=adele, person=maya, what="factor", reason="Lost")
    done = people.ask_reset(actor=adele, person=noah, what="factor", reason="Lost")
    people.refuse_reset(actor=adele, reset=done)
    for actor in town.actors:
        actor.given("invitation_id", open=made.pk, used=gone.pk, missing=MISSING)
        actor.given("token", open=token, used=used, missing="nothing-of-ours")
        actor.given("reset_id", open=asked.pk, decided=done.pk, missing=MISSING)


def _reports(town: Town) -> None:
    lead, maya = (town.of(name).person for name in ("ines", "maya"))
    assert lead and maya
    for _each in range(2):
        reports.report(matter=Matter.OTHER, words="It was not right.")
    told, about = Report.objects.order_by("pk")
    Report.objects.filter(pk=about.pk).update(named=lead)
    now = clock.now()
    waits = CoolOff.objects.create(step=3, by=maya, begun_at=now)
    lifted = CoolOff.objects.create(step=3, by=maya, begun_at=now, lifted_at=now)
    for actor in town.actors:
        actor.given("report_id", open=told.pk, about=about.pk, missing=404_404)
        actor.given("cool_off_id", waiting=waits.pk, lifted=lifted.pk, missing=404_404)


def _places(town: Town) -> None:
    gone = erasing.erase_person(person=world.make_seeker().person)
    for actor in town.actors:
        actor.given("number", open=gone.pk, missing=MISSING)
        actor.given("area", known="numbers", missing="nowhere")
        actor.given("service", known="main", missing="nowhere")
        actor.given("code", known="gb", missing="zz")
        actor.given("name", known="audit", missing="nothing")
        actor.given("pk", missing=404_404)


def _rota(town: Town) -> None:
    """Noah has taken a planned shift and asks Maya to take it; Pia asks to come unplanned."""
    lead, noah, maya, pia = (town.of(name).person for name in ("ines", "noah", "maya", "pia"))
    assert lead and noah and maya and pia
    day, two_hours = clock.today() + timedelta(days=2), {"begins": time(18), "ends": time(20)}
    planned = rota.plan_shift(actor=lead, day=day, wanted=rota.Wanted(seats=9), **two_hours)
    claim = rota_claims.claim_shift(person=noah, planned=planned)
    swap = rota_swaps.hold_out(person=noah, claim=claim, to=maya)
    asked = rota_gate.ask_to_begin(person=pia)
    for actor in town.actors:
        actor.given("planned_id", known=planned.pk, missing=404_404)
        actor.given("permit_id", open=asked.pk, missing=404_404)
        actor.given("claim_id", **{"own" if actor.name == "noah" else "other": claim.pk}, missing=404_404)
        actor.given("swap_id", **{"asked" if actor.name == "maya" else "other": swap.pk}, missing=404_404)


def _browser(person: Person) -> SimpleCookie:
    return world.sign_in(Client(), person).cookies


Build = Callable[[], Town]
