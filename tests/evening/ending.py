"""Ends that nobody chose, and one that was: silence, a line that is gone, the helper's own; a promise."""

import re

from tests.evening.book import Chapter
from tests.evening.evening import Evening, told, word
from tests.evening.life import until

steps = Chapter()


@steps.shows("ended by inactivity", "wrap-up")
def silence_is_met_with_kind_words_before_it_ends(evening: Evening) -> None:
    farid, noor, house = evening["Farid"], evening.noor, evening.house
    evening.only(noor)
    assert noor.takes() == farid.place
    farid.is_met()
    noor.sees("I would like to talk about work.", farid.place)
    noor.tells(farid.place, "What is it about work?")
    evening.swept()
    house.later(minutes=3, seconds=10)
    noor.reads(f"/desk/c/{farid.place}/course", "A short line that asks nothing can help.")
    for minutes, notice in ((2, "silence.kind"), (3, "silence.again"), (4, "silence.close")):
        house.later(minutes=minutes, seconds=10)
        farid.reads_line(told("en", notice, who="Noor"))
    noor.sees_the_end(farid.place).records(farid.place, "silent")
    evening.kept["farid met noor"] = farid.place


@steps.shows("ended with a lost line", "wrap-up")
def somebody_has_to_leave_at_once(evening: Evening) -> None:
    emile, tomasz = evening["Émile"], evening.tomasz
    evening.only(tomasz)
    emile.asks("yes")
    assert tomasz.takes() == emile.place
    emile.is_met().says("Quelqu’un arrive.")
    tomasz.sees("Quelqu’un arrive.", emile.place)
    emile.leaves_now()
    hidden = re.compile(rf'id="left-{emile.place}"[^>]* hidden')
    until(lambda: not hidden.search(tomasz.goes("/desk/live").html), "Tomasz is told")
    assert "It may not be safe to write: someone may be looking on." in tomasz.page.words
    assert "Quelqu’un arrive" not in emile.goes(f"/c/{emile.place}").words
    tomasz.ends(emile.place, "left").records(emile.place)


@steps.shows("ended by the helper", "wrap-up", "follow-up")
def a_line_is_promised_when_the_person_says_yes(evening: Evening) -> None:
    ben, noor = evening["Ben"], evening.noor
    evening.only(noor)
    ben.asks("yes")
    assert noor.takes() == ben.place
    ben.is_met().says("It has been a long day.")
    noor.sees("It has been a long day.", ben.place)
    ben.goes("/me/phrase")
    ben.visitor.fills("/me/phrase")
    found = re.search(r"data-five-words>([^<]+)<", ben.page.html)
    assert found, ben.page.words[:300]
    evening.kept["five words"] = found[1]
    noor.ends(ben.place, "finished")
    ben.sees_the_end(ben.place)
    noor.records(ben.place).goes(f"/desk/wrap/{ben.place}")
    noor.visitor.fills("/follow-up", hours="24")
    ben.goes(f"/c/{ben.place}/follow")
    assert "May Noor write you a line in 24 hours?" in ben.page.words
    ben.visitor.fills("/follow", answer="yes")
    assert "Noor will write you a line." in ben.page.words
    noor.reads(f"/desk/wrap/{ben.place}", word("en", "The person said yes"))
    ben.closes_the_page()
