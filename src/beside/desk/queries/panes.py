"""One chat as its listener sees it: the two logs side by side, the level, the notes, who could carry on."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from babel import Locale
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from beside.conversations import pages
from beside.conversations import queries as conversations
from beside.conversations.lines import Line
from beside.conversations.models import Conversation, EntryKind, Seat, Side, Voice
from beside.desk import levels, marking, wording
from beside.desk.models import Chat, EndReason
from beside.desk.queries import cues, hand_overs, handing, nudges, phrases, waiting_room
from beside.desk.queries.abuse import pause_ahead
from beside.desk.queries.board import Board, Colleague, chat_of
from beside.desk.queries.rail import came_back
from beside.desk.queries.supervision import help_of
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.gateway import presence
from beside.people.models import Person, Role

NOTES = "notes"
"""The style of the running note: one line per author, taken back when it is emptied."""

BESIDE = ("note", "question", "whisper", marking.MARK)
"""The styles that stand beside a line of the chat."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something staff said beside a chat, and the position of the line it stands beside."""

    who: str
    words: str
    style: str
    beside: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Backstage:
    """The staff-only log of a chat as this person sees it. `note` is their own running note, at `note_at`."""

    conversation_id: UUID | None
    head: int
    asides: Sequence[Aside]
    note: str
    note_at: int
    others: Sequence[Aside]
    pins: Sequence[marking.Pin] = ()
    marks: Sequence[marking.Marked] = ()


OWN_DAYS, WORDS_HOURS = 7, 24

MARKABLE = 8
"""How many of the person's last lines the panel offers to mark; with scripts every line has a button."""

AT_FIRST = 40
"""Lines of a log that the console opens with; the earlier ones are one click away."""

NOWHERE = Backstage(None, 0, (), "", 0, ())


def shell(chat: Chat) -> dict[str, Any]:
    """What is known of a chat without opening a word of it."""
    end = chat.ended_at or clock.now()
    return {
        "id": chat.conversation_id,
        "key": str(chat.conversation_id),
        "name": chat.request.person.name,
        "seed": str(chat.request.person_id),
        "since": chat.accepted_at,
        "minutes": int((end - chat.accepted_at).total_seconds() // 60),
        "language": chat.conversation.language,
        "language_name": wording.own_name(chat.conversation.language),
        "in_language": _in_language(chat.conversation.language),
        "level": levels.of(chat.request.urgency),
        "signals": levels.in_words(chat.request.signals),
        "running": chat.is_running,
        "ended_at": chat.ended_at,
        "end_word": EndReason(chat.end_reason).label if chat.end_reason else "",
        "hand": chat.hand_at is not None,
        "asks_question": cues.asked_at_the_end(chat),
        "left": chat.left_at is not None,
        "listener": chat.listener.name,
    }


def pane(chat: Chat, person: Person, *, whole: bool = False) -> dict[str, Any]:
    """What the console shows of one running chat: its last lines, or the whole log. Raises NotForYou."""
    seat = conversations.seat_of(person, chat.conversation_id)
    beside = backstage(person, chat.conversation)
    shown = pages.chat(seat)
    rows = woven(shown["rows"], beside.asides)
    return {
        **shell(chat),
        **shown,
        "rows": rows if whole else rows[-AT_FIRST:],
        "earlier": 0 if whole else max(0, len(rows) - AT_FIRST),
        "backstage": beside,
        "given": waiting_room.answered(chat.request),
        "handing": handing.strip(chat, person),
        "came": handing.came_with(chat, person),
        "visit": _("came back") if came_back([chat.request]) else _("first visit"),
        "here": presence.here(chat.request.person_id),
        "help": help_of(chat),
        **_guide(chat, person),
        "course": nudges.beside(chat),
        "pause": pause_ahead(chat.request.person),
        "markable": [row["line"] for row in shown["rows"] if _can_be_marked(row["line"])][-MARKABLE:],
        "mark_kinds": [(mark.value, label) for mark, label in marking.LABELS.items()],
        "marks": {style: uuid.uuid4().hex for style in ("note", "question")},
    }


def _guide(chat: Chat, person: Person) -> dict[str, Any]:
    """The phrases, and whether this person may change them."""
    return {
        "phases": phrases.phases(chat.conversation.language),
        "steadying": phrases.steadying(chat.conversation.language),
        "edits": person.has_role(Role.MANAGER, Role.SUPERVISOR),
    }


def backstage(person: Person, conversation: Conversation) -> Backstage:
    """The staff-only log tied to a chat; empty for someone who has no seat in it."""
    tied = conversations.backstage_of(conversation)
    if tied is None:
        return NOWHERE
    try:
        seat = conversations.seat_of(person, tied.pk)
    except NotForYou:
        return NOWHERE
    lines = marking.standing(conversations.lines(seat))
    running = [line for line in lines if line.about.get("style") == NOTES and not line.withdrawn]
    own = next((line for line in reversed(running) if line.mine), None)
    return Backstage(
        conversation_id=tied.pk,
        head=tied.head,
        asides=[_aside(line) for line in lines if line.about.get("style") in BESIDE and not line.withdrawn],
        note=own.words if own else "",
        note_at=own.position if own else 0,
        others=[_aside(line) for line in running if not line.mine],
        pins=marking.pins(lines),
        marks=marking.marks(lines),
    )


def woven(rows: Iterable[Mapping[str, Any]], asides: Sequence[Aside]) -> list[dict[str, Any]]:
    """The chat's rows with what staff said laid beside them: {"aside": …} after the line it belongs to."""
    waiting, mixed = sorted(asides, key=lambda aside: aside.beside), []
    for row in rows:
        while waiting and waiting[0].beside < row["line"].position:
            mixed.append({"aside": waiting.pop(0)})
        mixed.append(dict(row))
    return [*mixed, *({"aside": aside} for aside in waiting)]


def colleagues(board: Board, person: Person) -> list[dict[str, Any]]:
    """Who can be asked to carry on: on shift, not paused, here; with languages and room in words."""
    able = [one for one in board.colleagues if one.person != person and one.here]
    return [
        {"id": one.person.pk, "name": one.person.name, "about": _about(one), "room": one.room} for one in able
    ]


def past_of(person: Person) -> list[Chat]:
    """This person's chats of the last seven days, newest first; also those that a colleague carried on."""
    since = clock.now() - timedelta(days=OWN_DAYS)
    rows = Chat.objects.select_related("conversation", "request__person", "listener")
    return list(rows.filter(_listened(person), accepted_at__gte=since).order_by("-accepted_at"))


def past_chat(person: Person, conversation_id: UUID) -> Chat:
    """One of them, or for a supervisor any chat of those days. Raises NotForYou."""
    own = next((chat for chat in past_of(person) if chat.conversation_id == conversation_id), None)
    chat = own or chat_of(person, conversation_id)
    if chat.accepted_at < clock.now() - timedelta(days=OWN_DAYS):
        raise NotForYou()
    return chat


def handed_over(person: Person, shown: Iterable[str]) -> list[Chat]:
    """Chats on this person's page (by conversation number, as text) that run on with a colleague."""
    numbers = [UUID(one) for one in shown if _is_number(one)]
    running = Chat.objects.select_related("conversation", "request__person", "listener").filter(ended_at=None)
    sat = running.filter(conversation_id__in=numbers, conversation__seats__person=person)
    return list(sat.exclude(listener=person).exclude(pk__in=hand_overs.beside(person)))


def words_of(chat: Chat, person: Person) -> Seat | None:
    """The seat through which this listener may still read their past chat: until 24 hours after its end."""
    late = chat.ended_at is not None and clock.now() - chat.ended_at > timedelta(hours=WORDS_HOURS)
    if late or chat.listener_id != person.pk:
        return None
    try:
        return conversations.seat_of(person, chat.conversation_id)
    except NotForYou:
        return None


def own_seat(person: Person, conversation_id: UUID) -> Seat:
    """This listener's seat in a chat. Raises NotForYou."""
    return conversations.seat_of(person, conversation_id)


def _listened(person: Person) -> Q:
    """Chats that are this person's, or were until somebody else carried on: then their seat has no voice."""
    given_up = Seat.objects.filter(person=person, side=Side.STAFF, voice=Voice.NONE)
    return Q(listener=person) | Q(conversation__in=given_up.values("conversation"))


def _aside(line: Line) -> Aside:
    style, beside = str(line.about.get("style", "note")), line.about.get("beside", 0)
    words = marking.label_of(line) if style == marking.MARK else line.words
    return Aside(line.who, words, style, beside if isinstance(beside, int) else 0, line.mine)


def _can_be_marked(line: Line) -> bool:
    return line.side == Side.SEEKER and line.kind == EntryKind.SAID and not line.withdrawn


def _about(one: Colleague) -> str:
    kind = (
        _("supervisor")
        if one.person.has_role(Role.SUPERVISOR)
        else _("counsellor")
        if one.person.has_role(Role.COUNSELLOR)
        else _("listener")
    )
    spoken = ", ".join(wording.own_name(code) for code in one.languages)
    room = _("has room") if one.room else _("no room right now")
    return f"{kind} · {spoken} · {room}"


def _in_language(code: str) -> str:
    reader = Locale.parse((translation.get_language() or "en").replace("-", "_"))
    return _("in %(language)s") % {"language": reader.languages.get(code.partition("-")[0], code)}


def _is_number(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True
