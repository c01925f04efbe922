"""Who may take danger and people under age: by role, by record, by neither; and who is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from beside.desk import actions, followers, routing
from beside.desk.models import Offer, OfferRules, OfferState, Request, Service
from beside.desk.models.offers import WhoTakes
from beside.desk.queries import board_of, calls, line
from beside.desk.queries.rules import forget_rules
from beside.desk.routing import Refusal, Rules, Taker, Waiting, Why
from beside.foundation import clock
from beside.foundation.errors import Closed
from beside.gateway import presence
from beside.journal.models import AuditLine
from beside.people import actions as people
from beside.people.models import Person, Role
from beside.safety.models import Alert
from tests.desk.conftest import NIGHT, Cast
from tests.desk.test_matching import answer, may_take, on_shift
from tests.world import make_colleague, sign_in

MINUTE = timedelta(seconds=60)
HERE: set[object] = set()


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who has a page open, and had one a moment ago; rules are read anew."""
    monkeypatch.setattr(presence, "here", HERE.__contains__)
    monkeypatch.setattr(presence, "last_here", lambda who: clock.now() if who in HERE else None)
    forget_rules()
    yield
    HERE.clear()
    forget_rules()


def by_record_only() -> None:
    """The house lets only those who are trained take danger and people under age."""
    OfferRules.objects.update_or_create(service=Service.objects.get(), defaults={"who_takes": "record"})
    forget_rules()


def under_age(cast: Cast, safe: str = "yes") -> Request:
    """Somebody in line who says that they are under sixteen."""
    request = cast.seeker_asks(safe)
    answer(request, age="under-16")
    return request


def qualified(cast: Cast, who: Person, most: int = 4, **more: Any) -> None:
    """Odile writes it down."""
    people.qualify(actor=cast.odile, person=who, most_urgency=most, **{"minors": False, **more})


def why(cast: Cast, request: Request) -> tuple[Why, ...]:
    """The reasons for a row, as Ines sees them."""
    return next(row.why for row in board_of(cast.ines).rows if row.request == request)


def test_roles_decide_without_a_record(cast: Cast) -> None:
    on_shift(cast.maya, cast.tomasz)
    danger, young = cast.seeker_asks("no"), under_age(cast)
    assert may_take(cast.tomasz, danger) is None and may_take(cast.tomasz, young) is None
    assert may_take(cast.maya, danger) is Refusal.COUNSELLOR_FIRST
    assert may_take(cast.maya, young) is Refusal.TRAINED_FIRST
    with clock.frozen(NIGHT + MINUTE):
        assert may_take(cast.maya, danger) is None and may_take(cast.maya, young) is None


def test_a_listener_with_a_record_comes_first_like_a_counsellor(cast: Cast) -> None:
    nora = make_colleague("Nora", Role.LISTENER)
    on_shift(cast.maya, nora)
    danger, young = cast.seeker_asks("no"), under_age(cast)
    assert may_take(cast.maya, danger) is None, "nobody is trained: somebody is better than no one"
    qualified(cast, nora, 3, minors=True)
    assert may_take(nora, danger) is None and may_take(nora, young) is None
    assert may_take(cast.maya, danger) is Refusal.COUNSELLOR_FIRST
    assert may_take(cast.maya, young) is Refusal.TRAINED_FIRST
    actions.pause(person=nora)
    assert may_take(cast.maya, danger) is None and may_take(cast.maya, young) is None


def test_who_is_trained_and_lets_them_go_keeps_nobody_under_age_waiting(cast: Cast) -> None:
    on_shift(cast.maya, cast.tomasz)
    young = under_age(cast)
    actions.decline(offer=actions.take_next(listener=cast.tomasz), listener=cast.tomasz)
    assert may_take(cast.maya, young) is None


def test_who_is_trained_and_has_no_page_open_keeps_nobody_waiting(cast: Cast) -> None:
    on_shift(cast.maya, cast.tomasz)
    young = under_age(cast)
    HERE.add(cast.maya.pk)
    assert actions.ask_around() == 1
    assert Offer.objects.get().listener == cast.maya and Offer.objects.get().request == young


def test_a_record_that_says_no_binds_for_ever_and_everybody(cast: Cast) -> None:
    on_shift(cast.maya, cast.tomasz)
    for who in (cast.maya, cast.tomasz):
        qualified(cast, who, 2)
    danger, young = cast.seeker_asks("no"), under_age(cast)
    with clock.frozen(NIGHT + timedelta(hours=3)):
        for who in (cast.maya, cast.tomasz):
            assert may_take(who, danger) is Refusal.QUALIFICATION
            assert may_take(who, young) is Refusal.QUALIFICATION


def test_by_record_only_a_listener_without_one_never_takes_them(cast: Cast) -> None:
    by_record_only()
    on_shift(cast.maya, cast.tomasz)
    danger, young, calm = cast.seeker_asks("no"), under_age(cast), cast.seeker_asks("unsure")
    actions.pause(person=cast.tomasz)
    with clock.frozen(NIGHT + timedelta(hours=3)):
        assert may_take(cast.maya, danger) is Refusal.QUALIFICATION
        assert may_take(cast.maya, young) is Refusal.QUALIFICATION
        assert may_take(cast.maya, calm) is None
        actions.resume(person=cast.tomasz)
        assert may_take(cast.tomasz, danger) is None and may_take(cast.tomasz, young) is None
        qualified(cast, cast.maya, 4, minors=True)
        assert may_take(cast.maya, danger) is None and may_take(cast.maya, young) is None


@pytest.mark.parametrize("strict", [False, True])
def test_a_record_whose_day_has_passed_gives_nothing_and_still_forbids(cast: Cast, strict: bool) -> None:
    if strict:
        by_record_only()
    nora = make_colleague("Nora", Role.LISTENER)
    qualified(cast, nora, 4, minors=True, review_on=NIGHT.date())
    qualified(cast, cast.maya, 2, review_on=NIGHT.date())
    qualified(cast, cast.tomasz, 2, review_on=NIGHT.date())
    on_shift(cast.maya, nora, cast.tomasz)
    assert crew()[nora.pk].certified and crew()[nora.pk].for_minors
    with clock.frozen(NIGHT + timedelta(days=1)):
        one = crew()[nora.pk]
        assert not one.certified and not one.for_minors
        assert (one.most, one.minors) == ((2, False) if strict else (4, True))
        for who in (cast.maya, cast.tomasz):
            assert (crew()[who.pk].most, crew()[who.pk].minors) == (2, False)
            assert not crew()[who.pk].certified and not crew()[who.pk].for_minors


def crew() -> routing.Crew:
    """Everybody on shift, as routing reads them."""
    return routing.Crew(line.takers())


def test_every_row_says_who_is_missing(cast: Cast) -> None:
    on_shift(cast.maya)
    danger, young = cast.seeker_asks("no"), under_age(cast)
    assert Why.NO_COUNSELLOR in why(cast, danger) and Why.NO_TRAINED in why(cast, young)
    by_record_only()
    assert Why.NOBODY_MAY in why(cast, danger) and Why.NOBODY_MAY in why(cast, young)
    on_shift(cast.tomasz)
    assert not routing.UNCOVERED & {*why(cast, danger), *why(cast, young)}
    assert not board_of(cast.ines).uncovered


def test_what_a_row_says_to_a_counsellor_and_a_listener(cast: Cast, client: Client) -> None:
    by_record_only()
    on_shift(cast.maya, cast.tomasz)
    cast.seeker_asks("no")
    actions.pause(person=cast.tomasz)
    page = sign_in(client, cast.tomasz).get("/desk/live").content.decode()
    assert "Nobody on shift may take this person: supervisors are told" in page
    page = sign_in(Client(), cast.maya).get("/desk/live").content.decode()
    assert "This needs a training that is not in your record." in page


def test_being_asked_beyond_ones_training_is_logged_and_a_supervisor_is_called(cast: Cast) -> None:
    on_shift(cast.maya)
    HERE.add(cast.maya.pk)
    young = under_age(cast)
    offer = actions.take_next(listener=cast.maya)
    line_ = AuditLine.objects.get(act="offer.beyond")
    assert (line_.actor, line_.about, line_.reason) == (None, f"offer:{offer.pk}", "")
    alert = Alert.objects.get(kind="beyond")
    assert alert.conversation == young.conversation and alert.is_open
    actions.accept(offer=offer, listener=cast.maya)
    followers.sweep.func()
    alert.refresh_from_db()
    assert alert.is_open, "whoever supervises hears of it while they talk"
    actions.end_chat(conversation=young.conversation, actor=cast.maya, reason="finished")
    followers.sweep.func()
    alert.refresh_from_db()
    assert not alert.is_open


def test_danger_taken_beyond_has_the_call_of_its_chat_in_its_place(cast: Cast) -> None:
    on_shift(cast.maya, cast.tomasz)
    cast.seeker_asks("no")
    with clock.frozen(NIGHT + MINUTE):
        offer = actions.take_next(listener=cast.maya)
        assert Alert.objects.filter(kind="beyond").count() == 1
        actions.accept(offer=offer, listener=cast.maya)
        followers.sweep.func()
    assert [one.kind for one in Alert.objects.open()] == ["danger"]


def test_nobody_is_called_twice_for_the_same(cast: Cast) -> None:
    danger = cast.seeker_asks("no")
    followers.sweep.func()
    assert Alert.objects.filter(kind="uncovered", conversation=danger.conversation).exists()
    HERE.add(cast.maya.pk)
    on_shift(cast.maya)
    actions.ask_around()
    assert AuditLine.objects.filter(act="offer.beyond").count() == 1
    assert not Alert.objects.filter(kind="beyond").exists()


def test_who_is_trained_is_asked_without_a_word(cast: Cast) -> None:
    on_shift(cast.tomasz)
    under_age(cast, "no")
    actions.take_next(listener=cast.tomasz)
    assert not AuditLine.objects.filter(act="offer.beyond").exists()
    assert not Alert.objects.filter(kind="beyond").exists()


def test_supervisors_are_called_for_people_under_age_whom_nobody_may_take(cast: Cast) -> None:
    by_record_only()
    on_shift(cast.maya)
    HERE.add(cast.maya.pk)
    young, _calm = under_age(cast), cast.seeker_asks()
    followers.sweep.func()
    [alert] = Alert.objects.filter(kind="uncovered")
    assert alert.conversation == young.conversation and alert.level == 0
    actions.raise_urgency(conversation_id=young.conversation_id, level=4)
    followers.sweep.func()
    alert.refresh_from_db()
    assert alert.level == 4 and alert.calls == 2, "danger is a call of its own"


def test_at_night_a_listener_who_may_not_take_them_does_not_count_as_somebody_there(cast: Cast) -> None:
    on_shift(cast.maya)
    HERE.add(cast.maya.pk)
    request = cast.seeker_asks("no")
    Request.objects.filter(pk=request.pk).update(urgency=4)
    assert calls.anybody_there() and not calls.unstaffed()
    by_record_only()
    assert not calls.anybody_there() and calls.unstaffed() == [request]
    qualified(cast, cast.maya, 4)
    assert calls.anybody_there()
    qualified(cast, cast.maya, 3)
    assert not calls.anybody_there()


def test_an_open_offer_goes_back_when_danger_shows_that_they_may_not_take(cast: Cast) -> None:
    by_record_only()
    on_shift(cast.maya)
    request = cast.seeker_asks()
    offer = actions.take_next(listener=cast.maya)
    actions.raise_urgency(conversation_id=request.conversation_id, level=3)
    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN
    with pytest.raises(Closed):
        actions.take_next(listener=cast.maya)


def test_the_setting_is_looked_at_saved_and_followed(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.odile).get("/settings/offers").content.decode()
    assert 'value="role" checked' in page or 'checked value="role"' in page or 'name="who_takes"' in page
    assert "has not learnt it" in page
    held = {name: getattr(OfferRules(), name) for name in _TIMES}
    given = {**held, "by_itself": "on", "offer_seconds": 30, "who_takes": "record"}
    assert "Only whoever is trained" in client.post("/settings/offers", given).content.decode()
    assert client.post("/settings/offers", {**given, "who_takes": "anybody"}).status_code == 422
    assert not OfferRules.objects.exists()
    client.post("/settings/offers", {**given, "step": "save"})
    assert OfferRules.objects.get().who_takes == WhoTakes.RECORD
    on_shift(cast.maya)
    assert may_take(cast.maya, cast.seeker_asks("no")) is Refusal.QUALIFICATION


_TIMES = (
    "misses", "again_seconds", "certified_seconds", "expert_seconds", "any_seconds", "step_seconds",
    "due_minutes", "in_a_row", "fallback_seconds",
)  # fmt: skip

TRAINED = Taker(id=UUID(int=1), languages=frozenset({"en"}), slots=2, for_minors=True)
YOUNG = Waiting(1, 0, "en", NIGHT, minor=True)


@pytest.mark.parametrize("waited", [timedelta(0), MINUTE - timedelta(seconds=1), MINUTE, timedelta(hours=1)])
def test_people_under_age_wait_a_minute_at_most_for_who_is_trained(waited: timedelta) -> None:
    other = Taker(id=UUID(int=2), languages=frozenset({"en"}), slots=2)
    said = routing.refusal(other, YOUNG, [TRAINED, other], NIGHT + waited)
    assert said is (Refusal.TRAINED_FIRST if waited < Rules().certified_first else None)
    assert routing.refusal(TRAINED, YOUNG, [TRAINED, other], NIGHT + waited) is None
    assert routing.is_beyond(other, YOUNG) and not routing.is_beyond(TRAINED, YOUNG)
