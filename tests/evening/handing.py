"""Handing over: a no of the person, a no of the colleague, straight over, together at first; the end."""

from tests.evening.book import Chapter
from tests.evening.evening import Evening, told, word

steps = Chapter()

FOR_STAFF = "Exam at nine, her sister knows."


@steps.shows("transfer declined")
def the_person_would_rather_stay(evening: Evening) -> None:
    ana, noor = evening["Ana"], evening.noor
    evening.only(evening.tomasz)
    noor.hands_over(ana.place, "Tomasz", how="warm", words=FOR_STAFF)
    ana.reads_line(told("en", "chat.may", who="Noor", to="Tomasz"))
    ana.says_to_hand_over("no").reads_line(told("en", "chat.declined", who="Noor"))
    noor.sees(told("en", "chat.declined.staff", who="Noor"), ana.place)
    assert evening.tomasz.offer() is None, "nobody is asked without their yes"


@steps.shows("transfer declined")
def the_colleague_leaves_it(evening: Evening) -> None:
    ana, noor = evening["Ana"], evening.noor
    noor.hands_over(ana.place, "Tomasz", how="cold")
    ana.reads_line(told("en", "chat.may", who="Noor", to="Tomasz"), times=2)
    ana.says_to_hand_over("yes").reads_line(told("en", "chat.handing", who="Noor", to="Tomasz"))
    evening.tomasz.leaves_it()
    ana.reads_line(told("en", "chat.stays", who="Noor"))
    assert noor.has(ana.place)


@steps.shows("transferring, cold", "active")
def straight_over_to_a_colleague(evening: Evening) -> None:
    ana, noor, tomasz = evening["Ana"], evening.noor, evening.tomasz
    noor.hands_over(ana.place, "Tomasz", how="cold", words=FOR_STAFF)
    ana.reads_line(told("en", "chat.may", who="Noor", to="Tomasz"), times=3)
    ana.says_to_hand_over("yes")
    assert tomasz.takes() == ana.place
    ana.reads_line(word("en", "%(who)s has left this chat.", who="Noor"))
    tomasz.reads("/desk/live", FOR_STAFF).sees("I can’t sleep.", ana.place)
    tomasz.tells(ana.place, "I have read it all.")
    ana.reads_line("I have read it all.")
    assert not noor.has(ana.place)
    ana.never_heard(FOR_STAFF)


@steps.shows("transferring, warm", "active")
def together_at_first(evening: Evening) -> None:
    ana, tomasz, ines = evening["Ana"], evening.tomasz, evening.ines
    evening.only(ines)
    tomasz.hands_over(ana.place, "supervisor", how="warm")
    ana.reads_line(told("en", "chat.may-supervisor", who="Tomasz"))
    ana.reads_line(told("en", "chat.may-both", who="Tomasz"))
    ana.says_to_hand_over("yes")
    assert ines.takes() == ana.place
    ana.reads_line(told("en", "chat.together", who="Tomasz", to="Ines"))
    tomasz.tells(ana.place, "Ines is here now.")
    ines.tells(ana.place, "I carry on from here.")
    evening.swept()
    ana.reads_line(word("en", "%(who)s has left this chat.", who="Tomasz"))
    assert ines.has(ana.place) and not tomasz.has(ana.place)


@steps.shows("ended by the seeker", "survey after", "wrap-up", "ready")
def the_person_ends_it_and_says_how_it_was(evening: Evening) -> None:
    ana, ines = evening["Ana"], evening.ines
    ana.ends()
    assert "Did you feel heard?" in ana.page.words
    evening.kept["survey"] = ana.page
    ines.sees_the_end(ana.place)
    ana.fills_this_page(answer="yes")
    assert "How hard is it now?" in ana.page.words
    ana.fills_this_page(answer="3")
    assert "Thank you for talking with us." in ana.page.words
    owes = word("fr", "Write the record of your last chat first, or ask a supervisor to let it wait.")
    ines.reads("/desk/live/line", owes).records(ana.place)
    assert owes not in ines.goes("/desk/live/line").words
    for one in (ana, *evening.tabs):
        one.closes_the_page()
