"""Danger: first in line, a supervisor beside the chat, the time, the end, the rest afterwards."""

from tests.evening.book import Chapter
from tests.evening.evening import Evening, call, told, word
from tests.evening.life import until

steps = Chapter()

DANGER = "J’ai les médicaments devant moi et je vais me tuer ce soir."


@steps.shows("crisis lane", "queued")
def danger_comes_first_with_numbers_at_once(evening: Evening) -> None:
    farid, chloe = evening["Farid"], evening["Chloé"]
    evening.only(door=evening.ines)
    farid.asks("yes").writes("I would like to talk about work.")
    chloe.asks("no")
    assert "data-danger-now>" in chloe.page.html, "numbers on top, at once"
    assert "data-danger-now hidden>" in farid.goes(f"/wait/{farid.place}").html
    chloe.writes(DANGER)
    called = call("fr", "uncovered")
    evening.house.later(seconds=61)
    evening.ines.reads("/lead", called)
    evening.only(evening.tomasz)
    assert evening.tomasz.takes() == chloe.place, "who came first is not in danger"
    chloe.is_met()
    chloe.reads_line(word("fr", "%(who)s is here and has read what you wrote.", who="Tomasz"))
    evening.tomasz.tells(chloe.place, "Bonsoir, je suis Tomasz.")
    chloe.reads_line("Bonsoir, je suis Tomasz.").says("Je ne sais plus.")


@steps.shows("escalated")
def a_supervisor_is_called_reads_along_and_whispers(evening: Evening) -> None:
    chloe, tomasz, ines = evening["Chloé"], evening.tomasz, evening.ines
    called = call("fr", "danger")
    ines.reads("/lead", called)
    while any(form.action.endswith("/lead/answers") for form in ines.goes("/lead").forms):
        ines.visitor.fills("/lead/answers")
    ines.goes(f"/lead/c/{chloe.place}")
    assert DANGER in ines.page.words
    ines.visitor.fills("/whispers", words="Demandez ce qui est à portée de main.")
    tomasz.reads("/desk/live", "Demandez ce qui est à portée de main.")
    tomasz.goes(f"/desk/c/{chloe.place}/help")
    tomasz.visitor.fills("/help", on="1")
    ines.reads("/lead", call("fr", "help"))
    chloe.never_heard("Ines").never_heard("Demandez")


@steps.shows("held: a supervisor comes in, and the seeker is told", "escalated")
def the_supervisor_steps_in_out_and_takes_over(evening: Evening) -> None:
    chloe, tomasz, ines = evening["Chloé"], evening.tomasz, evening.ines
    ines.goes(f"/lead/c/{chloe.place}")
    ines.visitor.fills("/presence", **{"in": "1"})
    chloe.reads_line(told("fr", "chat.stepped-in", who="Ines", listener="Tomasz"))
    ines.visitor.fills("/words", words="Je suis là aussi, avec Tomasz.")
    for one in (chloe, tomasz):
        one.sees("Je suis là aussi, avec Tomasz.", chloe.place)
    ines.visitor.fills("/presence", **{"in": "0"})
    chloe.reads_line(word("fr", "%(who)s has left this chat.", who="Ines"))
    ines.visitor.fills("/ownership", reason="Danger, agreed with Tomasz.")
    chloe.reads_line(told("fr", "chat.taken-over", who="Ines", listener="Tomasz"))
    ines.opens_a_page().follows(chloe.place)
    until(lambda: not tomasz.has(chloe.place), "Tomasz is out")
    assert ines.has(chloe.place)
    ines.visitor.fills(f"/desk/c/{chloe.place}/card")
    chloe.sees_card("crisis", chloe.place)
    chloe.says("D’accord.")


@steps.shows("closing")
def the_time_is_said_more_is_given_and_help_is_shared(evening: Evening) -> None:
    chloe, ines, house = evening["Chloé"], evening.ines, evening.house
    house.later(minutes=6)
    chloe.reads_line(told("fr", "chat.ten"))
    ines.goes(f"/desk/c/{chloe.place}/time")
    ines.visitor.fills("/time")
    chloe.reads_line(told("fr", "chat.extended", minutes=15))
    ines.goes(f"/desk/c/{chloe.place}/resources?q=France")
    ines.visitor.fills("/shares")
    chloe.sees_card("resource", chloe.place)
    for minutes, notice, times in ((14, "chat.ten", 2), (5, "chat.five", 1)):
        house.later(minutes=minutes)
        chloe.reads_line(told("fr", notice), times=times).says("Oui.")
        ines.tells(chloe.place, "Je reste.")


@steps.shows("closing", "ended by the limit", "wrap-up")
def no_end_without_the_question_about_suicide(evening: Evening) -> None:
    chloe, ines = evening["Chloé"], evening.ines
    evening.house.later(minutes=6)
    over = word("fr", "The time is over. Close kindly, or ask a supervisor for more.")
    ines.reads(f"/desk/c/{chloe.place}/course", over)
    form = ines.goes(f"/desk/c/{chloe.place}/closure").form("/closure")
    refused = ines.visitor.sends(form, reason="time")
    assert refused.status >= 400
    assert ines.has(chloe.place)
    ines.ends(chloe.place, "time", suicide="asked")
    chloe.sees_the_end(chloe.place)
    ines.records(chloe.place, "crisis")
    assert ines.page.path == f"/desk/debrief/{chloe.place}"
    ines.visitor.fills(ines.page.path, wanted="0")
    chloe.closes_the_page()


@steps.shows("cool-down", "ready")
def nobody_new_before_the_rest_is_over(evening: Evening) -> None:
    ines = evening.ines
    evening.only(ines)
    rests = word("fr", "You are taking the break after a heavy chat.")
    ines.reads("/desk/live/line", rests)
    assert ines.offer() is None, "Farid waits, and is not asked about"
    evening.house.later(minutes=16)
    ines.is_offered()
    assert rests not in ines.page.words
    ines.leaves_it()
