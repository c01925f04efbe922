"""What a listener may take and brings along; whom a seeker would rather not meet."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal.models import AuditLine
from beside.people import actions, holdings, queries
from beside.people.models import Block, Gender, Person, Profile, Qualification
from tests.world import Seeker, make_colleague, sign_in

pytestmark = pytest.mark.django_db


def test_a_manager_writes_down_what_somebody_may_take(odile: Person, maya: Person) -> None:
    kept = actions.qualify(actor=odile, person=maya, most_urgency=3, minors=True, training=" ASIST  2026 ")
    assert (kept.most_urgency, kept.minors, kept.training, kept.granted_by) == (3, True, "ASIST  2026", odile)
    actions.qualify(actor=odile, person=maya, most_urgency=2, minors=False)
    assert Qualification.objects.get(person=maya).most_urgency == 2
    reasons = AuditLine.objects.filter(act="qualification.given").values_list("reason", flat=True)
    assert list(reasons) == ["3,minors", "2"]
    actions.unqualify(actor=odile, person=maya)
    assert queries.qualification_of(maya) == {}


@pytest.mark.parametrize("level", [-1, 5])
def test_a_level_that_is_none_is_refused(odile: Person, maya: Person, level: int) -> None:
    with pytest.raises(Invalid):
        actions.qualify(actor=odile, person=maya, most_urgency=level, minors=False)


def test_training_is_one_line(odile: Person, maya: Person) -> None:
    for line in ("x" * 121, "one\ntwo"):
        with pytest.raises(Invalid):
            actions.qualify(actor=odile, person=maya, most_urgency=2, minors=False, training=line)


def test_a_record_can_end_on_a_day_and_the_day_is_still_to_come(odile: Person, maya: Person) -> None:
    today = clock.today()
    kept = actions.qualify(actor=odile, person=maya, most_urgency=4, minors=True, review_on=today)
    assert kept.holds_on(today) and not kept.holds_on(today + timedelta(days=1))
    assert AuditLine.objects.get(act="qualification.given").reason == f"4,minors,until {today}"
    with pytest.raises(Invalid):
        actions.qualify(
            actor=odile, person=maya, most_urgency=4, minors=True, review_on=today - timedelta(days=1)
        )
    assert Qualification.objects.get(person=maya).review_on == today


def test_the_page_refuses_a_day_that_has_passed_and_says_why(
    client: Client, odile: Person, maya: Person
) -> None:
    sign_in(client, odile)
    given = {"most_urgency": "3", "review_on": "2001-01-01"}
    answer = client.post(f"/team/{maya.pk}/qualification", given)
    assert answer.status_code == 422 and b"This day has passed" in answer.content
    assert not Qualification.objects.exists()
    client.post(f"/team/{maya.pk}/qualification", {**given, "review_on": "2999-01-01"})
    assert b'value="2999-01-01"' in client.get(f"/team/{maya.pk}").content


def test_nobody_qualifies_themselves_and_listeners_nobody(odile: Person, maya: Person, ines: Person) -> None:
    with pytest.raises(Closed):
        actions.qualify(actor=odile, person=odile, most_urgency=4, minors=True)
    for actor in (maya, ines):
        with pytest.raises(NotForYou):
            actions.qualify(actor=actor, person=maya, most_urgency=4, minors=True)
    assert not Qualification.objects.exists()


def test_a_profile_is_optional_and_saying_nothing_keeps_nothing(maya: Person) -> None:
    kept = actions.choose_profile(person=maya, topics=["grief", "grief"], tags=["grief"], gender=Gender.WOMAN)
    assert kept is not None and (kept.topics, kept.tags, kept.gender) == (["grief"], ["grief"], "woman")
    assert actions.choose_profile(person=maya) is None
    assert not Profile.objects.exists()


@pytest.mark.parametrize("wrong", [{"topics": ["No Code"]}, {"tags": ["x" * 31]}, {"gender": "other"}])
def test_what_is_no_code_is_refused(maya: Person, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        actions.choose_profile(person=maya, **wrong)  # type: ignore[arg-type]


def test_a_closed_account_keeps_neither_record_nor_profile(odile: Person, maya: Person) -> None:
    actions.qualify(actor=odile, person=maya, most_urgency=4, minors=True)
    actions.choose_profile(person=maya, tags=["grief"])
    actions.deactivate(actor=odile, person=maya)
    assert not Qualification.objects.exists() and not Profile.objects.exists()


def test_a_seeker_blocks_a_colleague_once_and_can_take_it_back(seeker: Seeker, maya: Person) -> None:
    for _ in range(2):
        actions.block(person=seeker.person, colleague=maya)
    assert queries.blocked_by(seeker.person) == {maya.pk}
    assert any("since" in row for one in holdings.about(seeker.person) for row in one.detail)
    assert actions.unblock(person=seeker.person) == 1
    assert queries.blocked_by(seeker.person) == frozenset()


def test_blocks_go_with_what_fades(seeker: Seeker, maya: Person) -> None:
    actions.block(person=seeker.person, colleague=maya)
    actions.fade(person=seeker.person)
    assert not Block.objects.exists()


def test_colleagues_block_nobody(maya: Person, ines: Person, seeker: Seeker) -> None:
    for person, colleague in ((maya, ines), (seeker.person, seeker.person)):
        with pytest.raises(ValueError, match="seeker"):
            actions.block(person=person, colleague=colleague)


def test_the_page_of_a_colleague_takes_the_record(client: Client, odile: Person, maya: Person) -> None:
    sign_in(client, odile)
    where = f"/team/{maya.pk}"
    assert b'name="most_urgency"' in client.get(where).content
    given = {"most_urgency": "3", "minors": "on", "training": "Youth line, 2025"}
    assert client.post(f"{where}/qualification", given).url == where  # type: ignore[attr-defined]
    assert queries.qualification_of(maya) == {
        "most_urgency": 3,
        "minors": True,
        "training": "Youth line, 2025",
        "review_on": None,
    }
    assert client.post(f"{where}/qualification", {"most_urgency": "9"}).status_code == 422
    client.post(f"{where}/qualification", {"most_urgency": ""})
    assert queries.qualification_of(maya) == {}


def test_whoever_is_not_at_the_desk_needs_no_record(client: Client, odile: Person) -> None:
    trainer = make_colleague("Tove", "trainer")
    sign_in(client, odile)
    assert b'name="most_urgency"' not in client.get(f"/team/{trainer.pk}").content


def test_a_listener_opens_nobodys_record(client: Client, maya: Person, tomasz: Person) -> None:
    sign_in(client, maya)
    assert client.post(f"/team/{tomasz.pk}/qualification", {"most_urgency": "4"}).status_code == 404


def test_the_team_shows_who_may_take_whom_and_what_is_to_be_looked_at(
    client: Client, odile: Person, maya: Person, tomasz: Person
) -> None:
    make_colleague("Tove", "trainer")
    today = clock.today()
    actions.qualify(actor=odile, person=maya, most_urgency=4, minors=True, review_on=today)
    sign_in(client, odile)
    page = client.get("/team").content.decode()
    assert "Danger, people under age" in page and "Look at it again by" in page
    assert "as their roles say" in page and "not at the desk" in page
    Qualification.objects.update(review_on=today - timedelta(days=1), most_urgency=2, minors=False)
    page = client.get("/team").content.decode()
    assert "No danger" in page and "Its day has passed" in page and "Look at it again by" not in page
    page = client.get(f"/team/{maya.pk}").content.decode()
    assert "Written down by Odile on" in page and "still forbids what it forbade" in page


def test_the_team_costs_the_same_for_one_and_for_many(client: Client, odile: Person) -> None:
    sign_in(client, odile)
    client.get("/team")
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/team")
        counts.append(len(asked))
        for each in range(3):
            actions.qualify(
                actor=odile,
                person=make_colleague(f"L{number}{each}", "listener"),
                most_urgency=2,
                minors=False,
            )
    assert counts[0] == counts[1]
