"""Who is let in first when many come back at once, by what the desk knows of them."""

from uuid import uuid4

from beside.desk import queries
from beside.gateway.admission import Rank
from tests.desk.conftest import Cast


def test_danger_raises_the_seeker_and_whoever_listens(cast: Cast) -> None:
    in_danger = cast.talking(safe="no", listener=cast.tomasz)
    calm = cast.talking()
    waiting, waiting_in_danger = cast.seeker_asks("yes"), cast.seeker_asks("no")
    stranger = uuid4()
    persons = [
        in_danger.request.person_id,
        cast.tomasz.pk,
        calm.request.person_id,
        cast.maya.pk,
        waiting.person_id,
        waiting_in_danger.person_id,
        cast.odile.pk,
        stranger,
    ]
    found = queries.ranks(persons)
    assert found[in_danger.request.person_id] == found[cast.tomasz.pk] == Rank.LIVE_CRISIS
    assert found[waiting_in_danger.person_id] == Rank.WAITING_CRISIS
    assert found[cast.maya.pk] == Rank.STAFF
    assert found[calm.request.person_id] == Rank.LIVE
    assert found[waiting.person_id] == Rank.WAITING
    assert stranger not in found and cast.odile.pk not in found, "the gateway knows staff by itself"
