"""The state before, and the events since, are the state: for every kind of entry, wherever one stopped."""

from django.utils import translation

from beside.conversations import queries
from beside.conversations.lines import fold
from beside.conversations.models import Entry, EntryKind
from tests.conversations.conftest import Chat
from tests.conversations.every_kind import CASES


def test_every_kind_has_a_case_that_makes_it(chat: Chat) -> None:
    for kind, happen in CASES.items():
        before = Entry.objects.filter(conversation=chat.conversation, kind=kind).count()
        happen(chat)
        assert Entry.objects.filter(conversation=chat.conversation, kind=kind).count() > before, kind
    assert set(CASES) == set(EntryKind)


def test_the_state_before_and_the_events_since_are_the_state(chat: Chat) -> None:
    for happen in CASES.values():
        happen(chat)
    for seat in (chat.seeker, chat.listener):
        for language in ("en", "fr"):
            with translation.override(language):
                seen = queries.since(seat, 0)
                for stop in range(len(seen) + 1):
                    assert fold([*fold(seen[:stop]), *seen[stop:]]) == fold(seen)
                    assert queries.since(seat, stop) == seen[stop:]


def test_what_was_taken_back_stays_so(chat: Chat) -> None:
    CASES[EntryKind.WITHDRAWN](chat)
    for seat in (chat.seeker, chat.listener):
        assert [(line.words, line.withdrawn) for line in queries.lines(seat)] == [("", True)]
