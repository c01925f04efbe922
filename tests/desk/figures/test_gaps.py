"""How long people in a chat wait for answers: counted while it runs, without a word, for the week."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from beside.conversations import writer
from beside.desk import actions, holdings
from beside.desk import wording_numbers as said
from beside.desk.actions.gaps import note_answers
from beside.desk.figures import Contact, Tally, tallies_of
from beside.desk.figures.gaps import answers
from beside.desk.models import Chat, Course, Gaps
from beside.desk.queries import numbers
from beside.desk.queries.service import forget_service
from beside.foundation import clock
from tests.desk.conftest import NIGHT, make_cast
from tests.desk.test_silence import Quiet

SECOND = timedelta(seconds=1)
THEM, US = True, False


def later(seconds: float) -> datetime:
    """So long after the beginning of the night."""
    return NIGHT + seconds * SECOND


@pytest.mark.parametrize(
    ("said", "since", "found", "open_"),
    [
        ([], None, [], None),
        ([US], None, [], None),
        ([THEM], None, [], 60),
        ([THEM], 10, [], 10),
        ([US], 10, [50.0], None),
        ([US, US], 10, [50.0], None),
        ([THEM, US], None, [0.0], None),
        ([US, THEM, US, THEM], 10, [50.0, 0.0], 60),
    ],
)
def test_an_answer_counts_from_the_first_words_without_one(
    said: list[bool], since: int | None, found: list[float], open_: int | None
) -> None:
    begun = None if since is None else later(since)
    ends = None if open_ is None else later(open_)
    assert answers(said, begun, later(60)) == (found, ends)


@pytest.fixture
def quiet(transactional_db: None) -> Iterator[Quiet]:
    """Maya and a seeker at three in the morning."""
    with clock.frozen(NIGHT):
        yield Quiet(make_cast())
    writer.stop()
    forget_service()


def test_gaps_are_counted_as_the_chat_goes(quiet: Quiet) -> None:
    quiet.says("seeker")
    quiet.wait(0.5)
    quiet.says("staff")
    quiet.now += SECOND
    quiet.says("staff")
    quiet.wait(2)
    quiet.says("seeker")
    quiet.wait(1)
    quiet.says("seeker")
    quiet.wait(0.5)
    quiet.says("staff")
    assert Gaps.objects.get().counts == {"30": 1, "90": 1}
    for _twice in range(2):
        note_answers(chats=[quiet.fresh()])
    assert Gaps.objects.get().counts == {"30": 1, "90": 1}


def test_no_clock_and_in_the_end_no_row_stays(quiet: Quiet) -> None:
    quiet.says("seeker")
    quiet.wait(0.5)
    quiet.says("staff")
    quiet.now += SECOND
    quiet.says("seeker")
    assert Gaps.objects.get().since is not None
    chat = quiet.fresh()
    with clock.frozen(quiet.now):
        actions.end_chat(conversation=chat.conversation, actor=quiet.cast.maya, reason="finished")
    quiet.look()
    assert not Course.objects.exists() and Gaps.objects.get().since is None
    told = [row for held in holdings.about(chat.request.person) for row in held.detail]
    assert any(row.get("answers, by seconds") == "30: 1" for row in told)
    with clock.frozen(quiet.now + timedelta(days=40)):
        week = numbers.monday_of(quiet.now.date())
        before = numbers.numbers_of(week)["all", ""].gaps
        assert before == {30: 1}
        actions.fade(conversation_id=chat.conversation_id)
        assert not Gaps.objects.exists()
        assert numbers.numbers_of(week)["all", ""].gaps == before


def test_they_go_when_the_person_asks_for_everything_to_go(quiet: Quiet) -> None:
    quiet.says("seeker")
    quiet.wait(0.5)
    quiet.says("staff")
    actions.forget_answers(conversation_id=Chat.objects.get().conversation_id)
    assert not Gaps.objects.exists()


def _week(chats: int) -> said.Report:
    day = datetime(2026, 11, 18, tzinfo=UTC).date()
    one = Contact(day, 20, 1, "en", 0, waited=5.0, talked=1800.0, answered=True, gaps={20: 8, 100: 2})
    tallies = tallies_of([one] * chats)
    return said.report({key: Tally.from_json(each.as_json()) for key, each in tallies.items()}, (0.0, 0.0))


@pytest.mark.django_db
def test_the_week_says_within_what_time_nine_in_ten_answers_came() -> None:
    column = said.COLUMNS.index("gap_p90_seconds")
    assert _week(10).total.cells[column].plain == "100"
    assert _week(9).total.cells[column].plain == ""
    assert said.HEADS["gap_p90_seconds"] in [name for name, _words in _week(10).tiles]
