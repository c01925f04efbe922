"""What can go wrong with a line: somebody is blocked, nobody speaks the language, nobody is there at all."""

import time

from tests.evening.book import Chapter
from tests.evening.evening import Evening, call, word
from tests.evening.life import until
from tests.throwaway import wait_until

steps = Chapter()


@steps.shows("block during queue", "queued", "offered")
def never_with_them_again_while_they_are_asked(evening: Evening) -> None:
    farid, noor, maya = evening["Farid"], evening.noor, evening.maya
    evening.only(noor)
    farid.asks("yes")
    noor.is_offered()
    farid.goes(f"/c/{evening.kept['farid met noor']}/left-out")
    farid.visitor.fills("/left-out")
    noor.is_not_offered()
    assert farid.goes("/talk").path == f"/wait/{farid.place}", "the place is kept"
    evening.house.later(seconds=125)
    time.sleep(2)
    assert noor.offer() is None
    evening.only(maya, noor)
    assert maya.takes() == farid.place
    farid.is_met()


@steps.shows("ended by the helper")
def a_pause_after_abuse_is_for_one_and_opens_for_danger(evening: Evening) -> None:
    farid, maya, ana = evening["Farid"], evening.maya, evening["Ana"]
    maya.ends(farid.place, "abuse").records(farid.place, "abusive")
    evening.only(maya)
    assert "A pause, for now" in farid.goes("/talk").words
    assert "Are you safe right now?" in ana.goes("/talk").words, "who comes from the same place gets in"
    farid.visitor.fills("/talk", words="I am going to kill myself tonight", safe="unsure")
    assert farid.page.path.startswith("/wait/"), "danger opens the door at once"
    farid.waits().leaves_the_line()


@steps.shows("language with no staff", "queued", "offered")
def nobody_speaks_the_language(evening: Evening) -> None:
    gilles, jules, maya = evening["Gilles"], evening["Jules"], evening.maya
    evening.only(door=evening.ines)
    gilles.asks("yes")
    evening.tomasz.goes_home()
    evening.ines.goes_home()
    evening.only(maya)
    unknown = word("fr", "We don’t know yet how long it will take.")
    assert unknown in gilles.goes(gilles.page.path).words
    assert word("fr", "No one is here at the moment.") in jules.goes("/").words
    assert "Talk to someone now" in evening["Ana"].goes("/").words
    evening.swept()
    assert maya.offer() is None, "somebody who speaks it comes first"
    evening.house.later(seconds=391)
    maya.is_offered()
    assert "Nobody on shift speaks French" in maya.page.words
    assert maya.takes() == gilles.place
    gilles.is_met()
    maya.ends(gilles.place, "elsewhere").records(gilles.place)
    gilles.sees_the_end(gilles.place).closes_the_page()


@steps.shows("queue with zero staff", "queued", "crisis lane")
def everybody_has_gone_home_and_somebody_waits(evening: Evening) -> None:
    hana = evening["Hana"]
    evening.only(door=evening.noor)
    hana.asks("yes")
    evening.noor.goes_home()
    evening.maya.goes_home()
    assert "No one is here at the moment. Your place is kept." in hana.goes(hana.page.path).words
    letters = len(evening.sink.letters)
    hana.writes("I have the pills and I am going to kill myself tonight")
    until(lambda: "data-danger-now>" in hana.goes(f"/wait/{hana.place}").html, "numbers for Hana")
    evening.house.later(seconds=61)
    called = call("fr", "unstaffed")
    evening.ines.reads("/lead", called)
    wait_until(lambda: len(evening.sink.letters) > letters, "a letter that somebody is needed", 20)
    written = "".join(letter.as_string() for letter in evening.sink.letters[letters:])
    assert "pills" not in written and hana.place not in written
