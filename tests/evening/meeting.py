"""Being asked, being met, losing the line and finding it again."""

from tests.evening.book import Chapter
from tests.evening.evening import Evening, told, word
from tests.evening.life import until

steps = Chapter()


@steps.shows("offered", "offer declined")
def a_listener_leaves_it_for_a_colleague(evening: Evening) -> None:
    noor = evening.noor
    evening.only(noor)
    noor.is_offered()
    assert "I can’t sleep" not in noor.page.words, "who is asked sees no words"
    noor.leaves_it().is_not_offered()
    assert f"/wait/{evening['Ana'].place}" == evening["Ana"].goes("/talk").path


@steps.shows("offered", "offer lost with the helper", "helper closes laptop")
def a_laptop_is_closed_with_the_question_on_it(evening: Evening) -> None:
    maya = evening.maya
    evening.only(maya)
    maya.is_offered().closes_the_page().is_not_offered()


@steps.shows("offered", "offer expired")
def two_offers_run_out_and_the_third_is_not_made(evening: Evening) -> None:
    tomasz, house = evening.tomasz, evening.house
    evening.only(tomasz)
    tomasz.is_offered()
    house.later(seconds=31)
    tomasz.is_not_offered()
    house.later(seconds=121)
    tomasz.is_offered()
    house.later(seconds=31)
    tomasz.is_not_offered().reads("/desk/live/line", "You are on a pause.")


@steps.shows("active")
def somebody_is_met(evening: Evening) -> None:
    ana, tab, maya = evening["Ana"], evening.tabs[0], evening.maya
    evening.only(maya)
    assert maya.takes() == ana.place
    maya.sees("I can’t sleep.", ana.place)
    for one in (ana, tab):
        one.is_met()
        one.reads_line(word("en", "%(who)s is here and has read what you wrote.", who="Maya"))
        one.reads_line(told("en", "chat.begun", minutes=15))
    maya.tells(ana.place, "Good evening, I am Maya.")
    for one in (ana, tab):
        one.reads_line("Good evening, I am Maya.")


@steps.shows("active", "duplicate submit", "seeker opens second tab")
def the_same_words_from_two_tabs_are_said_once(evening: Evening) -> None:
    ana, tab, maya = evening["Ana"], evening.tabs[0], evening.maya
    both = [one.speaks(ana.place, "Said once.", "one-mark") for one in (ana, tab)]
    assert len({each.result(20) for each in both}) == 1
    tab.says("From the other tab.")
    for one in (ana, tab, maya):
        one.sees("From the other tab.", ana.place)
        assert one.said(ana.place).count("Said once.") == 1


@steps.shows("active", "disk full")
def a_full_disk_refuses_kindly_and_loses_nothing(evening: Evening) -> None:
    ana, maya, house = evening["Ana"], evening.maya, evening.house
    ana.goes(f"/c/{ana.place}")
    house.fill_the_disk()
    late = ana.speaks(ana.place, "Written while it was full.")
    refused = ana.visitor.says("By the page, while it was full.")
    assert refused.status == 503, refused.words[:300]
    assert refused.form(f"/c/{ana.place}").fields["words"] == "By the page, while it was full."
    assert maya.has(ana.place), "reading goes on"
    assert not late.done(), "nothing is said to be there that is not"
    house.make_room()
    assert late.result(30) > 0
    ana.visitor.says("By the page, while it was full.")
    for one in (ana, maya):
        one.sees("By the page, while it was full.", ana.place)
        assert one.said(ana.place).count("Written while it was full.") == 1
        assert one.said(ana.place).count("By the page, while it was full.") == 1


@steps.shows("reconnecting", "both disconnect", "helper closes laptop")
def both_lose_the_line_and_find_each_other_again(evening: Evening) -> None:
    ana, tab, maya = evening["Ana"], evening.tabs[0], evening.maya
    for one in (ana, tab):
        one.closes_the_page()
    maya.is_told_of(ana.place, here=False)
    evening.gone(maya)
    ana.opens_a_page().reads_line(told("en", "chat.lost", who="Maya"))
    ana.says("Are you still there?")
    maya.opens_a_page().sees("Are you still there?", ana.place)
    ana.reads_line(told("en", "chat.found", who="Maya"))
    maya.tells(ana.place, "I am. My line was gone.")
    tab.opens_a_page()
    for one in (ana, tab, maya):
        one.sees("I am. My line was gone.", ana.place)
    assert ana.said(ana.place) == tab.said(ana.place) == maya.said(ana.place)


@steps.shows("reconnecting", "offered", "active", "helper closes laptop")
def somebody_else_comes_when_the_helper_stays_away(evening: Evening) -> None:
    ana, maya, noor = evening["Ana"], evening.maya, evening.noor
    evening.only(noor)
    evening.gone(maya)
    ana.reads_line(told("en", "chat.lost", who="Maya"), times=2)
    evening.house.later(seconds=121)
    ana.reads_line(told("en", "chat.asking", who="Maya"))
    assert noor.takes() == ana.place
    ana.reads_line(word("en", "%(who)s is here and has read what you wrote.", who="Noor"))
    noor.sees("I am. My line was gone.", ana.place)
    assert ana.count(told("en", "chat.begun", minutes=15), ana.place) == 1, "the greeting is not repeated"
    until(lambda: not maya.has(ana.place), "Maya has it no more")
