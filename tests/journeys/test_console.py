"""A counsellor at the console: two chats, the keyboard, drafts, lost lines, notes, handing over."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Self

import pytest
from playwright.sync_api import Locator, expect

from tests.actors import PHONE, Listener, Seeker
from tests.running import PASSPHRASE, House

pytestmark = pytest.mark.browser


class Console(Listener):
    """A colleague who uses all of the console."""

    def takes(self, chats: int) -> Self:
        """Take whoever is offered; then so many chats are open."""
        self.page.locator("#offer-take").click(timeout=20000)
        expect(self.page.locator("[data-conversation]")).to_have_count(chats)
        self.page.wait_for_function("document.querySelector('[role=tab]').tabIndex === 0")
        return self

    @property
    def numbers(self) -> list[str]:
        """The conversations on the page, in order."""
        return str(self.page.locator("body").get_attribute("data-chats")).split()

    def box(self, kind: str, chat: int = 0) -> Locator:
        """One of a chat's boxes: reply, note, question, notes."""
        return self.page.locator(f"#{kind}-{self.numbers[chat]}")

    def turns_to(self, kind: str, chat: int = 0) -> Self:
        """Write as: reply, note, question."""
        self.page.locator(f"#t-{kind}-{self.numbers[chat]}").click()
        return self

    def writes(self, kind: str, words: str, chat: int = 0) -> Self:
        """Write into a box and send it from the keyboard."""
        self.box(kind, chat).fill(words)
        self.box(kind, chat).press("Control+Enter")
        return self

    def focused(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def goes_home(self) -> Self:
        """End every chat, then the shift."""
        self.goes("/desk/live")
        for _number in self.numbers:
            self.ends_chat().goes("/desk/live")
        return self.ends_shift()  # type: ignore[return-value]


Play = Callable[..., Console]


@pytest.fixture
def tomasz(cast: Play, house: House) -> Iterator[Console]:
    """Tomasz, on shift for two chats at once."""
    counsellor = cast(Console, house).signs_in("tomasz").starts_shift()
    yield counsellor  # type: ignore[misc]
    counsellor.goes_home()  # type: ignore[attr-defined]


def waits(cast: Play, house: House, answer: str = "yes") -> Seeker:
    """Somebody new in line."""
    person: Seeker = cast(Seeker, house).arrives().asks_to_talk(answer)  # type: ignore[attr-defined, assignment]
    return person


def test_two_chats_side_by_side(cast: Play, house: House, tomasz: Console) -> None:
    first, second = waits(cast, house), waits(cast, house)
    tomasz.takes(1).takes(2)
    first.is_met().says("one says this")
    second.is_met().says("two says that")
    tomasz.sees("one says this").sees("two says that")
    tomasz.box("reply", 0).click()
    other = tomasz.page.locator("[data-conversation]").nth(1).get_attribute("data-name")
    spoken = tomasz.page.locator("#announcer")
    second.says("two again")
    expect(spoken).to_have_text(f"New message from {other}")
    assert tomasz.focused() == f"reply-{tomasz.numbers[0]}"
    first.says("one again")
    expect(spoken).to_contain_text("one again")
    tomasz.writes("reply", "to one").writes("reply", "to two", 1)
    first.sees("to one").does_not_see("to two")
    second.sees("to two").does_not_see("to one")


def test_the_keyboard_reaches_everything(cast: Play, house: House, tomasz: Console) -> None:
    waits(cast, house), waits(cast, house)
    tomasz.takes(1).takes(2)
    one, two = tomasz.numbers
    walked = []
    for _step in range(5):
        tomasz.page.keyboard.press("F6")
        walked.append(tomasz.focused())
    assert walked == ["line", f"reply-{one}", f"reply-{two}", "panel", "line"]
    tomasz.page.keyboard.press("Shift+F6")
    assert tomasz.focused() == "panel"
    tomasz.box("reply", 1).focus()
    tomasz.page.keyboard.press("Control+k")
    tomasz.page.keyboard.type("transfer")
    tomasz.page.keyboard.press("Enter")
    expect(tomasz.page.locator(f"#transfer-{two}")).to_be_visible()
    tomasz.page.keyboard.press("Escape")
    tomasz.page.locator(f"#t-reply-{two}").focus()
    tomasz.page.keyboard.press("ArrowRight")
    assert tomasz.focused() == f"t-note-{two}"
    expect(tomasz.box("note", 1)).to_be_visible()
    expect(tomasz.box("reply", 1)).to_be_hidden()


def test_drafts_survive_a_reload_and_go_with_the_sending(cast: Play, house: House, tomasz: Console) -> None:
    seeker = waits(cast, house)
    tomasz.takes(1)
    tomasz.box("reply").fill("half a sentence")
    expect(tomasz.page.locator("[data-kept]")).to_be_visible()
    tomasz.page.reload()
    expect(tomasz.box("reply")).to_have_value("half a sentence")
    tomasz.box("reply").press("Control+Enter")
    expect(tomasz.page.locator("[data-kept]")).to_be_hidden()
    tomasz.page.reload()
    expect(tomasz.box("reply")).to_have_value("")
    seeker.is_met().sees("half a sentence")


def test_a_prompt_writes_and_never_sends(cast: Play, house: House, tomasz: Console) -> None:
    seeker = waits(cast, house)
    tomasz.takes(1)
    tomasz.page.locator("[data-panel]:visible .step").nth(2).click()
    tomasz.page.locator("[data-panel]:visible .prompts:visible button").first.click()
    expect(tomasz.box("reply")).to_have_value(re.compile("Are you thinking about that tonight"))
    seeker.is_met().does_not_see("Are you thinking about that tonight")


def test_a_lost_line_is_said_within_five_seconds_and_nothing_is_lost(
    cast: Play, house: House, tomasz: Console
) -> None:
    seeker = waits(cast, house)
    tomasz.takes(1)
    seeker.is_met()
    bar = tomasz.page.locator("#lifeline")
    tomasz.window.set_offline(True)
    begun = time.monotonic()
    expect(bar).to_be_visible(timeout=8000)
    assert time.monotonic() - begun < 6
    tomasz.writes("reply", "written in the dark")
    seeker.says("are you there")
    tomasz.window.set_offline(False)
    expect(bar).to_be_hidden(timeout=30000)
    tomasz.sees("are you there", seconds=20).has_sent("written in the dark")
    seeker.sees("written in the dark", seconds=20)
    expect(seeker.page.locator("[data-log]").get_by_text("written in the dark")).to_have_count(1)
    tomasz.trouble.clear()  # Chromium reports the requests that the dark swallowed


def test_an_ended_session_keeps_the_page_and_the_words(cast: Play, house: House, tomasz: Console) -> None:
    waits(cast, house)
    tomasz.takes(1)
    tomasz.box("reply").fill("not lost")
    tomasz.box("notes").fill("facts kept")
    tomasz.window.clear_cookies()
    tomasz.page.evaluate("document.body.dispatchEvent(new CustomEvent('desk'))")
    expect(tomasz.page.locator("#lifeline a[href='/in']")).to_be_visible(timeout=20000)
    expect(tomasz.box("reply")).to_have_value("not lost")
    beside = tomasz.window.new_page()
    beside.goto("/in")
    beside.locator("input[name=login]").fill("tomasz@harbour.example")
    beside.locator("input[name=password]").fill(PASSPHRASE)
    beside.locator("form.form button[type=submit]").first.click()
    beside.wait_for_url(re.compile("/desk"))
    beside.close()
    tomasz.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(tomasz.page.locator("#lifeline")).to_be_hidden(timeout=20000)
    expect(tomasz.box("reply")).to_have_value("not lost")
    expect(tomasz.box("notes")).to_have_value("facts kept")
    tomasz.trouble.clear()  # the requests that the ended session refused


def test_what_arrives_never_moves_the_focus(cast: Play, house: House, tomasz: Console) -> None:
    seeker = waits(cast, house)
    tomasz.takes(1)
    seeker.is_met()
    tomasz.page.locator("#take-next").focus()
    newcomer = waits(cast, house, "unsure")
    expect(tomasz.page.locator("#offer-take")).to_be_visible(timeout=20000)
    assert tomasz.focused() == "take-next"
    tomasz.box("notes").click()
    seeker.says("hello")
    tomasz.sees("hello")
    assert tomasz.focused() == f"notes-{tomasz.numbers[0]}"
    newcomer.page.get_by_role("button", name="Leave the line").or_(
        newcomer.page.locator("form[action$=departure] button")
    ).first.click()


def test_a_note_is_kept_as_it_is_typed_and_a_supervisor_answers(
    cast: Play, house: House, tomasz: Console
) -> None:
    seeker = waits(cast, house)
    tomasz.takes(1)
    seeker.is_met()
    tomasz.box("notes").fill("Sister not replying.")
    expect(tomasz.page.locator("[data-panel]:visible [data-saved]")).to_have_attribute("data-state", "saved")
    tomasz.turns_to("note").writes("note", "Ask about tonight.").sees("Ask about tonight.")
    ines: Console = cast(Console, house, language="en").signs_in("ines")  # type: ignore[assignment]
    ines.goes("/desk/live")
    tomasz.turns_to("question").writes("question", "Could you read along?")
    ines.page.locator(f"#answer-{tomasz.numbers[0]}").click(timeout=20000)
    ines.sees("Could you read along?")
    ines.page.locator("#answer").fill("You are doing well.")
    ines.page.locator("main form button").click()
    tomasz.sees("You are doing well.")
    for words in (
        "Sister not replying.",
        "Ask about tonight.",
        "Could you read along?",
        "You are doing well.",
    ):
        seeker.does_not_see(words)


def test_a_colleague_carries_on(cast: Play, house: House, tomasz: Console) -> None:
    seeker = waits(cast, house)
    tomasz.takes(1)
    seeker.is_met().says("the first part")
    tomasz.sees("the first part").says("And the middle.")
    maya: Console = cast(Console, house).signs_in("maya").starts_shift()  # type: ignore[assignment]
    number = tomasz.numbers[0]
    tomasz.page.reload()
    tomasz.page.locator(f"#c-{number} summary").first.click()
    tomasz.page.locator(f"#c-{number} [data-dialog='transfer-{number}']").click()
    tomasz.page.locator(f"#transfer-{number} label", has_text="Maya").click()
    tomasz.page.locator(f"#why-{number}").fill("Two lines for Maya.")
    tomasz.page.locator(f"#transfer-{number} button").click()
    seeker.page.locator("[data-log] [data-question] button[value=yes]").click()
    maya.page.locator("#offer-take").click(timeout=20000)
    maya.sees("the first part").sees("And the middle.").sees("Two lines for Maya.").says(
        "I have read it all."
    )
    seeker.sees("I have read it all.").does_not_see("Two lines for Maya.")
    expect(tomasz.page.locator("[data-over]")).to_be_visible(timeout=20000)
    tomasz.goes("/desk/live")
    maya.goes_home()


def test_one_pane_at_a_time_on_a_phone(cast: Play, house: House) -> None:
    seeker = waits(cast, house)
    tomasz: Console = cast(Console, house, viewport=PHONE).signs_in("tomasz").starts_shift()  # type: ignore[assignment]
    tomasz.takes(1)
    seeker.is_met()
    expect(tomasz.box("reply")).to_be_visible()
    tomasz.page.locator(".switch [data-go=panel]").click()
    expect(tomasz.box("reply")).to_be_hidden()
    expect(tomasz.box("notes")).to_be_visible()
    seeker.says("while you look away")
    badge = tomasz.page.locator(f"[data-badge='{tomasz.numbers[0]}']")
    expect(badge).to_have_text("1")
    seeker.has_sent("while you look away")
    expect(seeker.page.locator("[data-log] [data-by=me]").last).to_have_attribute("data-state", "sent")
    tomasz.page.locator(f".switch [data-go='{tomasz.numbers[0]}']").click()
    expect(badge).to_be_hidden()
    expect(seeker.page.locator("[data-log] [data-by=me]").last).to_have_attribute("data-state", "seen")
    tomasz.goes_home()
