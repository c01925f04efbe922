"""What the desk keeps about a person: the place in line, the answers given, who talked with them."""

from django.utils.translation import gettext_lazy as _

from beside.desk.models import (
    AfterChat,
    Chat,
    FollowUp,
    Given,
    HandOver,
    Request,
    Shared,
    SuicideQuestion,
    Wanted,
    WrapUp,
)
from beside.desk.queries.gaps import gaps_of
from beside.foundation.holdings import Holding
from beside.people.models import Person
from beside.web import lengths


def about(person: Person) -> list[Holding]:
    """Requests that still say more than that there was a chat; answers; the chats' short records."""
    requests = [one for one in Request.objects.filter(person=person).order_by("joined_at") if tells(one)]
    told = [*_line(requests), *_given(person), *_answers(person), *_chats(person), *_hand_overs(person)]
    return [*told, *_records(person), *_follow_ups(person), *_shared(person)]


def tells(request: Request) -> bool:
    """Whether a place in line says anything beyond the day: a level, signals, a number, an exact time."""
    said = request.answer or request.signals or request.urgency or request.distress_before is not None
    return bool(said) or request.joined_at.time().isoformat() != "00:00:00"


def _line(requests: list[Request]) -> list[Holding]:
    rows = [
        {
            "joined": request.joined_at.isoformat(),
            "safe": request.answer,
            "level": str(request.urgency),
            "signals": ", ".join(request.signals),
            "distress": _number(request.distress_before),
            "state": request.state,
        }
        for request in requests
    ]
    why = _("So that whoever needs it most is met first.")
    return _one(_("Your place in line: when, and what you answered there"), why, _with_the_chat(), rows)


def _given(person: Person) -> list[Holding]:
    """What was said before the chat: codes, or that there is something sealed."""
    given = Given.objects.filter(request__person=person).order_by("pk")
    rows = [{"question": one.question, "answer": "sealed" if one.sealed else one.code} for one in given]
    rows += [
        {"topic": one.topic, "kind of listener": one.role, "gender": one.gender, "under age": str(one.minor)}
        for one in Wanted.objects.filter(request__person=person)
    ]
    why = _("So that you meet somebody who fits, and the listener knows what to ask.")
    return _one(_("What you answered while waiting"), why, _with_the_chat(), rows)


def _answers(person: Person) -> list[Holding]:
    given = AfterChat.objects.filter(conversation__request__person=person).order_by("pk")
    rows = [
        {"day": f"{one.answered_on}", "heard": one.helped, "distress": _number(one.distress)} for one in given
    ]
    why = _("So that the helpline learns whether it helps.")
    return _one(_("What you answered after a chat"), why, _with_the_chat(), rows)


def _chats(person: Person) -> list[Holding]:
    found = Chat.objects.filter(request__person=person).select_related("listener").order_by("pk")
    rows = [
        {
            "listener": chat.listener.name,
            "began": chat.accepted_at.isoformat(),
            "end": chat.end_reason,
            "answers, by seconds": ", ".join(f"{at}: {many}" for at, many in gaps_of(chat).items()),
        }
        for chat in found
    ]
    why = _("So that listeners see their own past week, and waits can be counted.")
    return _one(_("Who talked with you, when, and how it ended"), why, None, rows)


def _hand_overs(person: Person) -> list[Holding]:
    found = HandOver.objects.filter(chat__request__person=person).select_related("whose", "taker")
    rows = [
        {
            "from": one.whose.name,
            "to": one.taker.name if one.taker else "",
            "asked": one.asked_at.isoformat(),
            "answered": one.answered_at.isoformat() if one.answered_at else "",
            "outcome": one.step,
        }
        for one in found.order_by("pk")
    ]
    why = _("So that nobody is handed over unasked, and whoever carries on knows what was agreed.")
    return _one(_("When a colleague was to carry on, and what you said to it"), why, None, rows)


def _records(person: Person) -> list[Holding]:
    found = WrapUp.objects.filter(chat__request__person=person).order_by("pk")
    rows = [
        {
            "contact": one.contact,
            "subjects": ", ".join(one.categories),
            "outcome": one.outcome,
            **{code: _code(answer) for code, answer in one.answers.items()},
            "note": "sealed" if one.note else "",
        }
        for one in found
    ]
    asked = SuicideQuestion.objects.filter(chat__request__person=person).order_by("pk")
    rows += [{"asked about suicide": one.answer, "day": f"{one.on}"} for one in asked]
    why = _("So that the helpline knows what people come for. A sealed note goes with the chat.")
    return _one(_("A short record by your listener: subjects from a list"), why, None, rows)


def _follow_ups(person: Person) -> list[Holding]:
    found = FollowUp.objects.filter(chat__request__person=person).order_by("pk")
    rows = [
        {"state": one.state, "day": f"{one.proposed_at:%Y-%m-%d}", "line": "sealed" if one.sealed else ""}
        for one in found
    ]
    why = _("So that a line you said yes to is written, and waits for you.")
    return _one(_("A line promised for later, and what you answered"), why, _with_the_chat(), rows)


def _code(answer: str | list[str]) -> str:
    return answer if isinstance(answer, str) else ", ".join(answer)


def _shared(person: Person) -> list[Holding]:
    found = Shared.objects.filter(conversation__request__person=person).order_by("pk")
    rows = [{"line": one.code, "day": f"{one.shared_on}"} for one in found]
    why = _("So that the helpline knows which help it points to.")
    return _one(_("Numbers of other helplines that were shared with you, by name and day"), why, None, rows)


def _one(what: object, why: object, until: str | None, rows: list[dict[str, str]]) -> list[Holding]:
    return [Holding(what, why, until, len(rows), detail=rows)] if rows else []


def _number(given: int | None) -> str:
    return "" if given is None else str(given)


def _with_the_chat() -> str:
    times = lengths.worded()
    return str(
        _("with the chat: %(short)s after its end, or %(long)s with five words")
        % {"short": times["without_words"], "long": times["with_words"]}
    )
