"""What a record of training means beside the offers: on the card, at the switchboard, for chats at once."""

import pytest
from django.test import Client

from beside.desk import actions
from beside.desk.actions.switchboard import hand_out
from beside.desk.models import OfferRules, Service
from beside.desk.queries.rules import forget_rules
from beside.foundation.errors import Closed, Invalid
from beside.people import actions as people
from beside.people.models import Role
from tests.desk.conftest import Cast
from tests.world import make_colleague, sign_in


@pytest.fixture(autouse=True)
def afresh() -> None:
    """Nothing is remembered from another test."""
    forget_rules()


def test_a_supervisor_is_told_why_somebody_cannot_be_asked_by_hand(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    danger = cast.seeker_asks("no")
    people.qualify(actor=cast.odile, person=cast.maya, most_urgency=2, minors=False)
    with pytest.raises(Closed, match="Maya is not trained for this person"):
        hand_out(request_id=danger.pk, actor=cast.ines, to=cast.maya)
    people.unqualify(actor=cast.odile, person=cast.maya)
    OfferRules.objects.create(service=Service.objects.get(), who_takes="record")
    forget_rules()
    with pytest.raises(Closed, match="not trained"):
        hand_out(request_id=danger.pk, actor=cast.ines, to=cast.maya)
    people.qualify(actor=cast.odile, person=cast.maya, most_urgency=4, minors=False)
    assert hand_out(request_id=danger.pk, actor=cast.ines, to=cast.maya).listener == cast.maya
    forget_rules()


def test_who_is_trained_for_danger_may_hold_as_many_chats_as_a_counsellor(cast: Cast) -> None:
    Service.objects.update(listener_slots=1, counsellor_slots=2)
    nora = make_colleague("Nora", Role.LISTENER)
    people.qualify(actor=cast.odile, person=nora, most_urgency=3, minors=False)
    people.qualify(actor=cast.odile, person=cast.maya, most_urgency=2, minors=True)
    assert actions.start_shift(person=nora, slots=2).slots == 2
    with pytest.raises(Invalid):
        actions.start_shift(person=cast.maya, slots=2)
    assert actions.start_shift(person=cast.maya).slots == 1


def test_whoever_is_asked_beyond_their_training_is_told_so(cast: Cast, client: Client) -> None:
    actions.start_shift(person=cast.maya)
    request = cast.seeker_asks()
    actions.answer_question(request=request, person=request.person, question="age", answer="under-16")
    actions.take_next(listener=cast.maya)
    page = sign_in(client, cast.maya).get("/desk/live").content.decode()
    assert "This goes beyond your training." in page
    people.qualify(actor=cast.odile, person=cast.maya, most_urgency=2, minors=True)
    assert "beyond your training" not in client.get("/desk/live").content.decode()
