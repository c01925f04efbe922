"""What another process wrote, heard over the bus: sealed, and perhaps before what it follows.

Entries that are in no log can only have come from the bus; those that never were on it only from the log.
"""

import asyncio
import time

from beside.conversations import actions, hints, watch
from beside.conversations.drafts import Draft, Fresh, Written, about
from beside.conversations.hints import Live
from beside.foundation import clock, vault
from beside.journal import keys
from tests.conversations.conftest import Chat
from tests.conversations.watching import Paper, Room, entries, room, run, until


def sealed(chat: Chat, position: int, words: str = "hello", moved_to: int = 0) -> bytes:
    """What the seeker said at another process, as it travels. It is in no log here."""
    log, payload = chat.conversation, {"words": words, "at": clock.now().isoformat()}
    draft = Draft(log.pk, log.key_id, "said", str(chat.seeker.pk), f"m{position}", payload)
    body = vault.seal(keys.get(log.key_id), draft.encoded(), about(log.pk, position, log.key_id))
    at = moved_to or position
    written = Written(log.pk, at, "said", draft.author, draft.client_id, log.key_id, body)
    return Live(Fresh(written, payload)).packed()


def comes_by(here: Room, chat: Chat, payload: bytes) -> None:
    """It arrives."""
    here.hub.hear(hints.topic(chat.conversation.pk), payload)


def positions(paper: Paper) -> list[int]:
    """What was shown, in its order."""
    return [frame["p"] for frame in entries(paper)]


def written(chat: Chat, count: int) -> None:
    """So much is said, and committed."""
    for number in range(count):
        actions.say(seat=chat.seeker, words=f"line {number}", client_id=f"w{number}").result(5)


def test_what_travels_is_sealed(chat: Chat) -> None:
    payload = sealed(chat, 1, words="the word lighthouse")
    assert b"lighthouse" not in payload
    assert str(chat.conversation.pk).encode() in payload, "but says where it belongs"


def test_with_its_key_at_hand_it_is_shown_at_once(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            _link, paper = await here.comes(chat.listener)
            payload = await asyncio.to_thread(sealed, chat, 1)
            assert keys.remembered(chat.conversation.key_id)
            comes_by(here, chat, payload)
            assert [(frame["p"], frame["words"]) for frame in entries(paper)] == [(1, "hello")]

    run(go)


def test_without_it_the_key_is_fetched_and_nothing_is_shown_before(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            _link, paper = await here.comes(chat.listener)
            payloads = [await asyncio.to_thread(sealed, chat, position) for position in (1, 2, 3)]
            keys.forget(chat.conversation.key_id)
            for payload in payloads:
                comes_by(here, chat, payload)
            assert positions(paper) == []
            assert keys.remembered(chat.conversation.key_id) is None
            await until(lambda: positions(paper) == [1, 2, 3], seconds=watch.PATIENCE)
            assert keys.remembered(chat.conversation.key_id)

    run(go)


def test_with_its_key_destroyed_it_is_never_shown(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            _link, paper = await here.comes(chat.listener)
            payload = await asyncio.to_thread(sealed, chat, 1)
            await asyncio.to_thread(keys.destroy, chat.conversation.key_id)
            comes_by(here, chat, payload)
            await asyncio.sleep(watch.PATIENCE + 0.5)
            assert positions(paper) == []

    run(go)


def test_a_sealed_entry_moved_elsewhere_is_not_shown(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            _link, paper = await here.comes(chat.listener)
            moved = await asyncio.to_thread(sealed, chat, 2, moved_to=1)
            comes_by(here, chat, moved)
            await asyncio.sleep(0.5)
            assert positions(paper) == []

    run(go)


def test_what_comes_before_its_turn_waits_and_all_is_shown_in_order(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            _link, paper = await here.comes(chat.listener)
            payloads = {at: await asyncio.to_thread(sealed, chat, at) for at in range(1, 6)}
            for at in (3, 2, 5, 2):
                comes_by(here, chat, payloads[at])
            assert positions(paper) == []
            comes_by(here, chat, payloads[1])
            assert positions(paper) == [1, 2, 3]
            comes_by(here, chat, payloads[4])
            assert positions(paper) == [1, 2, 3, 4, 5]

    run(go)


def test_what_is_missing_between_is_read_from_the_log_after_a_while(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            _link, paper = await here.comes(chat.listener)
            here.goes_deaf()
            await asyncio.to_thread(written, chat, 3)
            begun = time.monotonic()
            comes_by(here, chat, await asyncio.to_thread(sealed, chat, 3))
            await asyncio.sleep(watch.PATIENCE / 2)
            assert positions(paper) == [], "what comes between may still be on its way"
            await until(lambda: positions(paper) == [1, 2, 3])
            assert watch.PATIENCE * 0.9 < time.monotonic() - begun < watch.PATIENCE + 2

    run(go)


def test_more_than_is_held_is_read_from_the_log_at_once(chat: Chat) -> None:
    async def go() -> None:
        async with room() as here:
            _link, paper = await here.comes(chat.listener)
            here.goes_deaf()
            await asyncio.to_thread(written, chat, 70)
            payload = {at: await asyncio.to_thread(sealed, chat, at) for at in range(2, 71)}
            begun = time.monotonic()
            for at in range(2, 71):
                comes_by(here, chat, payload[at])
            await until(lambda: positions(paper) == list(range(1, 71)))
            assert time.monotonic() - begun < watch.PATIENCE

    run(go)
