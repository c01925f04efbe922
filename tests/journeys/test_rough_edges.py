"""The double click, the second tab, the closed laptop, the person who must leave at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.actors import Actor, Listener, Seeker
from tests.running import House

pytestmark = pytest.mark.browser


def test_leaving_covers_first_ends_the_visit_and_tells_the_listener(
    seeker: Seeker, maya: Listener, house: House
) -> None:
    seeker.asks_to_talk()
    maya.takes_next()
    seeker.is_met().says("someone is coming").has_sent("someone is coming")
    maya.sees("someone is coming")
    chat = seeker.page.url
    seeker.page.route("**/*wikipedia*/**", lambda route: route.fulfill(body="elsewhere"))
    covered = seeker.page.evaluate(
        """() => { document.querySelector('[data-leave] button').click();
        return document.documentElement.classList.contains('gone') && sessionStorage.length === 0; }"""
    )
    assert covered, "the page must be covered before anything else happens"
    seeker.sees("elsewhere")
    assert not [cookie for cookie in seeker.window.cookies() if cookie.get("name") == "__Host-visit"]
    maya.sees("may not be safe to write", seconds=15)
    seeker.page.go_back()
    seeker.does_not_see("someone is coming")
    seeker.goes(chat)
    assert "/talk" in seeker.page.url
    seeker.does_not_see("someone is coming")


def test_shift_three_times_leaves(seeker: Seeker) -> None:
    seeker.page.route("**/*wikipedia*/**", lambda route: route.fulfill(body="elsewhere"))
    for _ in range(3):
        seeker.page.keyboard.press("Shift")
    seeker.sees("elsewhere")


def test_a_double_click_is_one_place(seeker: Seeker) -> None:
    seeker.goes("/talk")
    seeker.page.locator("button[name=safe][value=yes]").dblclick()
    seeker.page.wait_for_url(re.compile("/wait/"))
    place = seeker.page.url
    seeker.goes("/talk")
    assert seeker.page.url == place
    seeker.page.locator("[data-departure] button").click()


def test_a_second_tab_shows_the_same_place_and_the_same_words(seeker: Seeker, maya: Listener) -> None:
    seeker.asks_to_talk()
    second = seeker.window.new_page()
    second.goto(seeker.page.url)
    maya.takes_next().says("here for both tabs")
    seeker.is_met().sees("here for both tabs")
    expect(second.locator("[data-words]", has_text="here for both tabs")).to_be_visible(timeout=20000)
    seeker.says("from the first tab").has_sent("from the first tab")
    expect(second.locator("[data-log] [data-words]", has_text="from the first tab")).to_have_count(1)
    maya.sees("from the first tab")


def test_not_safe_shows_numbers_and_goes_to_the_front(
    cast: Callable[..., Actor], house: House, maya: Listener
) -> None:
    calm, danger = cast(Seeker, house), cast(Seeker, house)
    assert isinstance(calm, Seeker) and isinstance(danger, Seeker)
    calm.arrives().asks_to_talk("yes")
    danger.arrives().asks_to_talk("no").sees("front of the line")
    expect(danger.page.locator("a[href='tel:112']").first).to_be_visible()
    ines = cast(Listener, house)
    assert isinstance(ines, Listener)
    ines.signs_in("ines").starts_shift()
    expect(ines.page.locator("#line")).to_contain_text("pas en sécurité")  # Ines reads French
    ines.takes_next().says("I am with you")
    danger.is_met().sees("I am with you")
    for person in (calm, danger):
        person.page.goto(person.page.url)
    calm.page.locator("[data-departure] button").click()
    danger.ends()
    ines.ends_shift()


def test_words_of_danger_bring_the_card_and_a_mark_for_staff_alone(seeker: Seeker, maya: Listener) -> None:
    seeker.asks_to_talk()
    maya.takes_next()
    seeker.is_met().says("I am going to kill myself tonight").has_sent("I am going to kill myself tonight")
    expect(seeker.page.locator("[data-log] .crisis")).to_be_visible(timeout=15000)
    seeker.says("are you still there").has_sent("are you still there")
    expect(maya.page.locator("[data-danger='4'], [data-danger='3']").first).to_be_visible()
    assert seeker.page.locator("[data-danger]").count() == 0
    assert "danger" not in (seeker.page.locator("[data-log] .turn-mine").first.get_attribute("class") or "")
    seeker.page.reload()
    expect(seeker.page.locator("[data-log] .crisis")).to_have_count(1)


def test_a_listener_who_is_gone_frees_the_offer(
    cast: Callable[..., Actor], house: House, maya: Listener
) -> None:
    tomasz = cast(Listener, house)
    assert isinstance(tomasz, Listener)
    maya.page.goto("about:blank")
    tomasz.signs_in("tomasz").starts_shift()
    person = cast(Seeker, house)
    assert isinstance(person, Seeker)
    person.arrives().asks_to_talk()
    tomasz.page.locator("#offer-take").wait_for(timeout=20000)
    maya.goes("/desk/live")
    tomasz.page.goto("about:blank")  # the laptop is closed with the question on the screen
    maya.takes_next(seconds=20)  # sooner than the time to answer runs out
    person.is_met(seconds=30).ends()
    tomasz.ends_shift()


def test_handing_over_to_a_named_colleague(cast: Callable[..., Actor], house: House, maya: Listener) -> None:
    tomasz, person = cast(Listener, house), cast(Seeker, house)
    assert isinstance(tomasz, Listener) and isinstance(person, Seeker)
    tomasz.signs_in("tomasz").starts_shift()
    person.arrives().asks_to_talk()
    maya.takes_next().says("before the hand-over")
    person.is_met().sees("before the hand-over")
    chat = maya.page.locator("[data-conversation]").first.get_attribute("data-conversation")
    maya.goes(f"/desk/c/{chat}/transfer")
    maya.page.locator("label", has_text="Tomasz").first.click()
    maya.page.locator("form[action$=transfer] button").first.click()
    person.sees("carry on").page.locator("[data-log] [data-question] button[value=yes]").click()
    tomasz.page.locator("#offer-take").click(timeout=20000)
    tomasz.sees("before the hand-over").says("I have read it all")
    person.sees("I have read it all").sees("Tomasz").sees("Maya has left this chat", seconds=20)
    maya.goes("/desk/live")
    expect(maya.page.locator("#line")).to_be_attached()
    expect(maya.page.locator(f"[data-conversation='{chat}']")).to_have_count(0)
    person.ends()
    tomasz.ends_shift()


def test_words_of_danger_while_waiting_show_the_numbers(seeker: Seeker) -> None:
    seeker.asks_to_talk()
    numbers = seeker.page.locator("[data-danger-now]")
    expect(numbers).to_be_hidden()
    seeker.writes_while_waiting("I have the pills and I am going to kill myself tonight")
    expect(numbers).to_be_visible(timeout=10000)
    seeker.page.locator("[data-departure] button").click()
