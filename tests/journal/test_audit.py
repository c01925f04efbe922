"""The audit trail."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from beside.foundation import clock
from beside.foundation.errors import Invalid
from beside.journal import audit

pytestmark = pytest.mark.django_db

MAYA, INES = uuid.uuid4(), uuid.uuid4()


def test_a_line_says_who_did_what_to_what_and_why() -> None:
    audit.record(actor=INES, act="conversation.opened", about="c:1", reason="  Second\u202e look ")
    line = audit.lines().get()
    assert (line.actor, line.act, line.about, line.reason) == (
        INES,
        "conversation.opened",
        "c:1",
        "Second look",
    )


def test_no_act_without_its_line_and_no_line_without_its_act() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record(actor=INES, act="role.given", about="p:1")
        raise RuntimeError
    assert not audit.lines().exists()


def test_the_trail_is_read_by_actor_act_object_and_time() -> None:
    audit.record(actor=MAYA, act="sign-in")
    audit.record(actor=INES, act="role.given", about="p:1")
    with clock.moved(timedelta(hours=1)):
        audit.record(actor=None, act="role.taken", about="p:1")
    an_hour = clock.now() + timedelta(minutes=30)
    assert [line.act for line in audit.lines()] == ["role.taken", "role.given", "sign-in"]
    assert [line.act for line in audit.lines(actor=MAYA)] == ["sign-in"]
    assert audit.lines(act="role").count() == 2
    assert audit.lines(act="rol").count() == 0
    assert audit.lines(about="p:1", until=an_hour).get().act == "role.given"
    assert audit.lines(since=an_hour).get().actor is None


def test_a_reason_has_an_end() -> None:
    audit.record(actor=INES, act="x", reason="a" * 300)
    with pytest.raises(Invalid):
        audit.record(actor=INES, act="x", reason="a" * 301)


@pytest.mark.parametrize(("act", "about"), [("Opened it", ""), ("", ""), ("opened", "what Lou said to me")])
def test_words_are_not_acts_or_objects(act: str, about: str) -> None:
    with pytest.raises(ValueError, match="act"):
        audit.record(actor=MAYA, act=act, about=about)
