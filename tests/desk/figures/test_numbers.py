"""A week in numbers: from rows and from counts alike, with nobody to be found in them."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from beside.desk import actions
from beside.desk import wording_numbers as said
from beside.desk.models import Chat, Request, RequestState
from beside.desk.models.numbers import Tally as Kept
from beside.desk.queries import numbers
from beside.foundation import clock
from tests.desk.conftest import Cast
from tests.world import sign_in

LATER = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WEEK = datetime(2026, 11, 16).date()


def _came(cast: Cast, many: int, *, waits: int = 60, language: str = "en", left: bool = False) -> None:
    """So many who came on Saturday evening and were answered, or gave up."""
    for number in range(many):
        row = cast.seeker_asks(language=language)
        joined = datetime(2026, 11, 21, 18, number, 5, tzinfo=UTC)
        Request.objects.filter(pk=row.pk).update(
            joined_at=joined,
            state=RequestState.LEFT if left else RequestState.ENDED,
            matched_at=None if left else joined + timedelta(seconds=waits),
            settled_at=joined + timedelta(seconds=waits),
        )
        if not left:
            Chat.objects.create(
                conversation=row.conversation,
                request_id=row.pk,
                listener=cast.maya,
                accepted_at=joined + timedelta(seconds=waits),
                ends_at=joined + timedelta(minutes=45),
                ended_at=joined + timedelta(seconds=waits, minutes=30),
            )


def _total(column: str) -> str:
    report = said.report(numbers.numbers_of(WEEK), (0.0, 0.0))
    return report.total.cells[said.COLUMNS.index(column)].plain


def test_who_came_is_counted_by_what_came_of_them(cast: Cast) -> None:
    _came(cast, 12)
    _came(cast, 11, left=True, waits=300)
    _came(cast, 10, left=True, waits=10)
    with clock.frozen(LATER):
        counts = numbers.numbers_of(WEEK)["all", ""].counts
        assert (counts["came"], counts["answered"], counts["left"], counts["looked_in"]) == (33, 12, 11, 10)
        hour = datetime(2026, 11, 21, 18, tzinfo=UTC).astimezone(numbers.service().zone).hour
        assert numbers.numbers_of(WEEK)["hour", str(hour)].counts["came"] == 33
        assert (_total("came"), _total("wait_p50_seconds"), _total("chat_p50_minutes")) == ("33", "60", "30")


def test_fading_changes_no_figure_and_is_counted_once(cast: Cast) -> None:
    _came(cast, 12)
    _came(cast, 11, left=True, waits=300, language="fr")
    with clock.frozen(LATER):
        before = {key: each.as_json() for key, each in numbers.numbers_of(WEEK).items()}
        for request in Request.objects.all():
            actions.fade(conversation_id=request.conversation_id)
            actions.fade(conversation_id=request.conversation_id)
        assert Kept.objects.filter(by="all").count() == 1
        assert {key: each.as_json() for key, each in numbers.numbers_of(WEEK).items()} == before


def test_a_few_are_not_shown_and_cannot_be_worked_out(cast: Cast) -> None:
    _came(cast, 40)
    _came(cast, 3, left=True, waits=300, language="fr")
    with clock.frozen(LATER):
        report = said.report(numbers.numbers_of(WEEK), (0.0, 0.0))
        table = next(one for one in report.tables if one.by == "language")
        came = {row.key: row.cells[0].plain for row in table.rows}
        assert came["fr"] == ""
        assert "" in (came["en"], came[""])


def test_the_page_and_the_table_say_the_same_to_the_manager_alone(cast: Cast, client: Client) -> None:
    _came(cast, 30)
    with clock.frozen(LATER):
        sign_in(client, cast.odile)
        page = client.get("/numbers", {"week": WEEK.isoformat()})
        assert page.status_code == 200
        body = page.content.decode()
        assert "<svg" in body and "style=" not in body and "<caption>By hour</caption>" in body
        found = client.get("/numbers/table", {"week": WEEK.isoformat()})
        rows = list(csv.DictReader(io.StringIO(found.content.decode())))
        assert {row["by"] for row in rows} == {"hour", "day", "service", "language", "urgency"}
        assert {row["came"] for row in rows} <= {"30", ""}
        for person in (cast.ines, cast.maya):
            sign_in(client, person)
            assert client.get("/numbers").status_code == 404
            assert client.get("/numbers/table").status_code == 404


@pytest.mark.parametrize("week", ["2026-11-23", "2026-11-17", "nonsense", ""])
def test_only_whole_weeks_that_are_over_are_shown(cast: Cast, client: Client, week: str) -> None:
    with clock.frozen(LATER):
        sign_in(client, cast.odile)
        assert client.get("/numbers", {"week": week}).context["week"] == WEEK


def test_a_share_says_no_more_than_a_bound_when_few_are_on_one_side() -> None:
    assert said._percent(97, 100).plain == said._percent(200, 200).plain == ">=90"
    assert said._percent(3, 100).plain == said._percent(0, 200).plain == "<=10"
    assert said._percent(25, 30).plain == ">=50"
    assert said._percent(12, 15).plain == ""
    assert said._percent(41, 100).plain == "40"
