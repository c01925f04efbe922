"""The door, the one question, the waiting room, the line."""

from concurrent.futures import ThreadPoolExecutor

from beside.client import Visitor
from tests.evening.book import Chapter
from tests.evening.evening import Evening, word

steps = Chapter()

NO_HOURS = {f"d{day}_{span}_{end}": "" for day in range(7) for span in (1, 2) for end in ("opens", "closes")}


@steps.shows("open?", "deflected")
def nobody_is_here_yet(evening: Evening) -> None:
    odile, ana, jules = evening.odile, evening["Ana"], evening["Jules"]
    odile.signs_in()
    odile.changes("/settings/hours", time_zone="Europe/Paris", **NO_HOURS)
    odile.changes("/settings/chats", chat_minutes="15")
    assert "No one is here at the moment." in ana.goes("/").words
    assert "/now" in ana.page.links
    assert ana.goes("/talk").path == "/", "nobody gets into a line at which nobody is"
    assert word("fr", "No one is here at the moment.") in jules.goes("/").words
    assert jules.goes("/talk").path == "/"


@steps.shows("open?")
def the_staff_come_on_shift(evening: Evening) -> None:
    for one in evening.staff:
        one.signs_in()
    evening.maya.begins("en")
    evening.noor.begins("en")
    evening.tomasz.begins("en", "fr", slots=2)
    evening.ines.begins("fr", "en", slots=2)
    evening.only(door=evening.ines)
    for one in (evening.maya, evening.noor, evening.tomasz):
        one.opens_a_page()
    assert "Talk to someone now" in evening["Ana"].goes("/").words
    assert word("fr", "Talk to someone now") in evening["Jules"].goes("/").words


@steps.shows("consent", "bot outage")
def what_it_is_stands_before_the_answer(evening: Evening) -> None:
    """A trained person answers: there is no bot on the way to them that could be out."""
    page = evening["Ana"].goes("/talk")
    assert "A trained person reads and answers." in page.words
    assert "It stays between us, unless a life is in danger" in page.words
    assert "What you write is kept sealed, and erased" in page.words
    assert page.form("/talk").choices["safe"] == ["yes", "unsure", "no"]


@steps.shows("queued", "duplicate submit", "seeker opens second tab")
def two_presses_are_one_place_and_a_second_tab_is_in_it(evening: Evening) -> None:
    ana = evening["Ana"]
    form = ana.page.form("/talk")
    twin = Visitor(evening.house.url, "en")
    twin._jar.values.update(ana.visitor.cookies)
    twin.page = ana.page
    with twin, ThreadPoolExecutor(2) as both:
        pages = list(both.map(lambda one: one.sends(form, safe="yes"), (ana.visitor, twin)))
    assert len({page.path for page in pages}) == 1
    assert pages[0].path.startswith("/wait/")
    ana.waits()
    tab = ana.second_tab()
    evening.tabs.append(tab)
    assert tab.goes("/talk").path == f"/wait/{ana.place}"
    tab.opens_a_page().follows(ana.place)


@steps.shows("survey")
def questions_are_answered_or_skipped(evening: Evening) -> None:
    ana, tab = evening["Ana"], evening.tabs[0]
    ana.answers("distress", "7").answers("topic", "other")
    assert tab.is_asked() == {"wish", "age", "else"}, "what is answered in one tab is answered in both"
    tab.answers("wish", "")
    ana.answers("age", "18-24")
    assert ana.is_asked() == {"else"}
    ana.writes("I can’t sleep.").reads_line("I can’t sleep.")
    tab.reads_line("I can’t sleep.")


@steps.shows("abandoned: left the line")
def somebody_leaves_the_line_and_nothing_is_kept(evening: Evening) -> None:
    ben = evening["Ben"].asks("unsure").writes("never mind")
    place = ben.place
    ben.leaves_the_line()
    assert "You’ve left the line." in ben.page.words
    assert ben.goes(f"/wait/{place}").status in (404, 410)
    assert "never mind" not in ben.page.words
