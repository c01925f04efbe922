"""Sharing a line of the directory: in the chat, in the person's language, once, and written down."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client

from beside.conversations.queries import lines, seat_of
from beside.desk import actions, holdings
from beside.desk.actions.sharing import share
from beside.desk.models import Chat, Shared
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal.models import AuditLine
from beside.people.models import Visit
from tests.desk.conftest import Cast
from tests.world import Seeker, arrive, make_seeker

SAMARITANS = "gb-samaritans"


def talk(cast: Cast, language: str = "en") -> tuple[Chat, Seeker]:
    """Tomasz talks with somebody."""
    seeker = make_seeker(language)
    actions.start_shift(person=cast.tomasz)
    actions.ask(person=seeker.person, safe="yes", language=language)
    return actions.accept(offer=actions.take_next(listener=cast.tomasz), listener=cast.tomasz), seeker


def test_a_shared_line_is_a_card_and_a_line_of_the_copy(live_cast: Cast) -> None:
    chat, seeker = talk(live_cast)
    kept = share(conversation=chat.conversation, actor=live_cast.tomasz, code=SAMARITANS, mark="a")
    assert (kept.code, kept.by) == (SAMARITANS, live_cast.tomasz)
    browser = arrive(Client(), seeker)
    page = browser.get(f"/c/{chat.conversation_id}").content.decode()
    assert 'href="tel:116123"' in page.replace(" ", "") or "tel:" in page
    copy = browser.get(f"/c/{chat.conversation_id}/copy?as=text").content.decode()
    assert "Tomasz shares Samaritans with you: Call 116 123" in copy
    assert AuditLine.objects.filter(act="resource.shared", reason=SAMARITANS).count() == 1


def test_the_card_is_in_the_language_of_the_chat(live_cast: Cast) -> None:
    chat, _seeker = talk(live_cast, "fr")
    share(conversation=chat.conversation, actor=live_cast.tomasz, code=SAMARITANS, mark="a")
    (card,) = [line for line in lines(seat_of(live_cast.tomasz, chat.conversation_id)) if line.card]
    assert card.about["ways"][0]["say"] == "Appeler le"


def test_a_second_click_shares_nothing_more(live_cast: Cast) -> None:
    chat, _seeker = talk(live_cast)

    def click(_number: int) -> int:
        try:
            return share(conversation=chat.conversation, actor=live_cast.tomasz, code=SAMARITANS, mark="a").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert Shared.objects.count() == 1
    assert AuditLine.objects.filter(act="resource.shared").count() == 1
    share(conversation=chat.conversation, actor=live_cast.tomasz, code=SAMARITANS, mark="b")
    assert Shared.objects.count() == 2


def test_who_may_not_share_and_what_cannot_be_shared(live_cast: Cast) -> None:
    chat, _seeker = talk(live_cast)
    with pytest.raises(NotForYou):
        share(conversation=chat.conversation, actor=live_cast.maya, code=SAMARITANS, mark="a")
    with pytest.raises(Invalid):
        share(conversation=chat.conversation, actor=live_cast.tomasz, code="gb-nobody", mark="a")
    with clock.frozen(datetime(2031, 1, 1, tzinfo=UTC)), pytest.raises((Invalid, NotForYou)):
        share(conversation=chat.conversation, actor=live_cast.tomasz, code=SAMARITANS, mark="a")
    actions.end_chat(conversation=chat.conversation, actor=live_cast.tomasz, reason="finished")
    with pytest.raises(Closed):
        share(conversation=chat.conversation, actor=live_cast.tomasz, code=SAMARITANS, mark="a")
    assert not Shared.objects.exists()


def test_the_person_is_told_and_it_goes_when_they_ask(live_cast: Cast) -> None:
    chat, seeker = talk(live_cast)
    share(conversation=chat.conversation, actor=live_cast.tomasz, code=SAMARITANS, mark="a")
    (held,) = [one for one in holdings.about(seeker.person) if "shared with you" in str(one.what)]
    assert held.detail == [{"line": SAMARITANS, "day": f"{clock.today()}"}]
    actions.forget_answers(conversation_id=chat.conversation_id)
    assert not Shared.objects.exists()
    assert Visit.objects.filter(person=seeker.person).exists()
