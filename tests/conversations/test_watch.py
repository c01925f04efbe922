"""An open conversation: shown at once, caught up after whatever was missed, shut when the place is taken."""

import asyncio

from django.db import transaction

from beside.conversations import actions, live, queries, taken
from beside.conversations.models import Seat, Voice
from tests.conversations.conftest import Chat
from tests.conversations.every_kind import CASES
from tests.conversations.watching import entries, room, run, until


def everything(chat: Chat) -> int:
    """Have every kind of entry made. Returns the head."""
    for happen in CASES.values():
        happen(chat)
    return queries.head_of(chat.conversation.pk)


def test_live_equals_catching_up_for_every_kind_side_and_language(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            seats = [(seat, language) for seat in (chat.seeker, chat.listener) for language in ("en", "fr")]
            early = [await here.comes(seat, language) for seat, language in seats]
            head = await asyncio.to_thread(everything, chat)
            for (_link, paper), (seat, language) in zip(early, seats, strict=True):
                await until(lambda paper=paper: len(entries(paper)) >= head)  # type: ignore[misc]
                _late, whole = await here.comes(seat, language)
                assert [frame["p"] for frame in entries(paper)] == list(range(1, head + 1))
                assert entries(paper) == entries(whole)

    run(go)


def test_what_is_said_on_an_open_conversation_is_acknowledged_and_shown(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.seeker)
            _other, theirs = await here.comes(chat.listener)
            say = {"t": "say", "c": str(chat.conversation.pk), "words": "hello"}
            for n in range(20):
                await live.say(link, {**say, "id": f"m{n}"})
            await until(lambda: sum(frame["t"] == "said" for frame in paper.sent) == 20)
            said = {frame["id"]: frame["p"] for frame in paper.sent if frame["t"] == "said"}
            assert said == {f"m{n}": n + 1 for n in range(20)}, "in the order in which they were said"
            await until(lambda: len(entries(theirs)) == 20)
            assert not any(frame["mine"] for frame in entries(theirs))

    run(go)


def test_other_words_under_the_same_mark_are_refused_on_the_socket(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.seeker)
            for words in ("one", "two", "one"):
                await live.say(link, {"t": "say", "c": str(chat.conversation.pk), "id": "a", "words": words})
            await until(lambda: sum(frame["t"] in ("said", "no") for frame in paper.sent) == 3)
            answers = [frame for frame in paper.sent if frame["t"] in ("said", "no")]
            assert [answer.get("p", answer.get("code")) for answer in answers] == [1, "invalid", 1]

    run(go)


def test_a_lost_hint_heals_with_the_beat(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.seeker)
            here.goes_deaf()
            head = await asyncio.to_thread(everything, chat)
            assert entries(paper) == []
            await live.beat(link)
            assert [frame["p"] for frame in entries(paper)] == list(range(1, head + 1))
            assert paper.sent[-1] == {"t": "head", "c": str(chat.conversation.pk), "p": head}

    run(go)


def test_a_reader_who_takes_nothing_for_a_while_gets_all_in_order(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.listener)
            paper.stuck = True
            speaker, _mine = await here.comes(chat.seeker)
            for n in range(100):
                frame = {"t": "say", "c": str(chat.conversation.pk), "id": str(n), "words": f"line {n}"}
                await live.say(speaker, frame)
            await until(lambda: not link.has_room)
            paper.stuck = False
            await until(lambda: len(entries(paper)) == 100)
            assert [frame["p"] for frame in entries(paper)] == list(range(1, 101))

    run(go)


def unseat(seat: Seat) -> None:
    """Take a place away."""
    with transaction.atomic():
        actions.unseat(seat=seat, announce=False)


def test_a_place_taken_away_is_shut_at_once(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.listener)
            await asyncio.to_thread(unseat, chat.listener)
            await until(lambda: paper.sent[-1]["t"] == "no")
            assert (paper.sent[-1]["of"], paper.sent[-1]["code"]) == ("open", "missing")
            assert not link.state
            speaker, _mine = await here.comes(chat.seeker)
            frame = {"t": "say", "c": str(chat.conversation.pk), "id": "a", "words": "not for you"}
            await live.say(speaker, frame)
            await asyncio.sleep(0.3)
            assert entries(paper) == []

    run(go)


def test_a_place_taken_away_is_found_within_a_second_without_the_bus(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.listener)
            here.goes_deaf()
            looking = taken.Looking()
            await looking.start()
            await asyncio.to_thread(unseat, chat.listener)
            await until(lambda: not link.state, seconds=2)
            await looking.stop()
            assert paper.sent[-1]["of"] == "open"

    run(go)


def test_the_writer_asks_for_the_voice_whatever_the_socket_remembers(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.listener)
            await asyncio.to_thread(Seat.objects.filter(pk=chat.listener.pk).update, voice=Voice.NONE)
            await live.say(link, {"t": "say", "c": str(chat.conversation.pk), "id": "a", "words": "hello"})
            await until(lambda: paper.sent[-1]["t"] == "no")
            assert (paper.sent[-1]["id"], paper.sent[-1]["code"]) == ("a", "missing")
            assert await asyncio.to_thread(queries.head_of, chat.conversation.pk) == 0
            await live.beat(link)
            assert not link.state, "the beat shuts it, too"

    run(go)


def test_ones_own_line_is_changed_and_taken_back_over_the_socket(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.seeker)
            about = {"c": str(chat.conversation.pk)}
            await live.say(link, {"t": "say", **about, "id": "a", "words": "frist"})
            await until(lambda: len(entries(paper)) == 1)
            await live.edit(link, {"t": "edit", **about, "id": "b", "p": 1, "words": "first"})
            await live.withdraw(link, {"t": "withdraw", **about, "id": "c", "p": 1})
            await until(lambda: len(entries(paper)) == 3)
            seen = [(frame["kind"], frame.get("target"), frame["words"]) for frame in entries(paper)]
            assert seen == [("said", None, "frist"), ("edited", 1, "first"), ("withdrawn", 1, "")]

    run(go)
