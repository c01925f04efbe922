"""What people and the service do in conversations. Nothing else writes."""

import uuid
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations import hints, ledger, slowing, window
from beside.conversations.drafts import SERVICE, Draft, Event, Promise, Written
from beside.conversations.models import Conversation, EntryKind, Kind, Seat, Side, Voice
from beside.conversations.places import Place
from beside.foundation import clock, faults
from beside.foundation.errors import Closed, Invalid
from beside.foundation.text import MAX_WORDS, clean
from beside.journal import audit, keys
from beside.journal import events as journal_events
from beside.people.models import Person
from beside.triage import assess

MAX_CLIENT_ID = 64


def open_conversation(
    *, kind: str, language: str, seeker: Person | None = None, tied_to: Conversation | None = None
) -> Conversation:
    """A new log with a key of its own, and the seeker's seat. Not inside a transaction: keys come first."""
    number = uuid.uuid4()
    key_id = keys.make("conversation", str(number))
    with transaction.atomic():
        conversation = Conversation.objects.create(
            id=number, kind=kind, language=language, key_id=key_id, tied_to=tied_to, opened_on=clock.today()
        )
        if seeker is not None:
            Seat.objects.create(conversation=conversation, person=seeker, side=Side.SEEKER)
    return conversation


def open_backstage(*, conversation: Conversation) -> Conversation:
    """The staff-only log tied to a conversation: whispers and notes never share a log with the seeker."""
    return open_conversation(kind=Kind.BACKSTAGE, language=conversation.language, tied_to=conversation)


def seat(
    *, conversation: Conversation, person: Person, side: str, voice: str = Voice.SPEAKS, announce: bool = True
) -> Seat:
    """Give a person a place, in the caller's transaction. Staff who come in are announced and audited."""
    taken, made = Seat.objects.get_or_create(
        conversation=conversation, person=person, defaults={"side": side, "voice": voice}
    )
    if not made and taken.voice != voice:
        taken.voice, taken.taken_at = voice, None
        taken.save(update_fields=["voice", "taken_at"])
    if side == Side.STAFF:
        audit.record(actor=person.pk, act="conversation.opened", about=str(conversation.pk))
        if announce and voice == Voice.SPEAKS:
            _append(conversation, EntryKind.JOINED, str(taken.pk), uuid.uuid4().hex, {})
    return taken


def unseat(*, seat: Seat, announce: bool = True) -> None:
    """Take a person's place away, in the caller's transaction. Their words stay."""
    seat.voice, seat.taken_at = Voice.NONE, clock.now()
    seat.save(update_fields=["voice", "taken_at"])
    hints.unseated(seat.conversation_id, seat.pk)
    if announce:
        _append(seat.conversation, EntryKind.LEFT, str(seat.pk), uuid.uuid4().hex, {})


def slow_down(*, seat: Seat, until: datetime) -> None:
    """Let in one message at a time from a seat until a moment, in the caller's transaction: `slowing`."""
    seat.slow_until = until
    seat.save(update_fields=["slow_until"])


def speed_up(*, seat: Seat) -> None:
    """Let the words of a seat in as they come again, in the caller's transaction."""
    seat.slow_until = None
    seat.save(update_fields=["slow_until"])


def say(
    *, seat: Seat, words: str, client_id: str, about: Mapping[str, Any] | None = None
) -> "Future[Written]":
    """Say something. The future holds the entry once it is on disk; a retry gives the first one again.

    Raises Invalid for nothing, too much, or a bad client id. A seeker's words are read for danger here; that
    never delays or blocks the message. `about` is for backstage lines (style, position of the chat).
    """
    return ledger.submit(_spoken(Place.of(seat), words, client_id, about))


def speak(
    *, place: Place, words: str, client_id: str, told: Promise, about: Mapping[str, Any] | None = None
) -> None:
    """Say something from a place that was looked up before; `told` hears of it in the writer's thread.

    Touches no table, so an open socket may call it in the loop: the writer looks at the voice and at the
    conversation again, under the lock. Raises as `say`.
    """
    ledger.hand_in(_spoken(place, words, client_id, about), told)


def edit(*, seat: Seat, position: int, words: str, client_id: str) -> "Future[Written]":
    """Replace the words of one's own line; the first version stays in the log."""
    said, client = _usable(words), _client_id(client_id)
    _own_line(seat, position)
    payload = {"words": said, "target": position, "at": clock.now().isoformat()}
    return ledger.submit(_draft(Place.of(seat), EntryKind.EDITED, client, payload))


def withdraw(*, seat: Seat, position: int, client_id: str) -> "Future[Written]":
    """Take one's own line back: nobody is shown its words any more; the log still has the first version.

    Raises Invalid for a line that is not one's own; the future NotForYou and Closed as for `say`.
    """
    client = _client_id(client_id)
    _own_line(seat, position)
    payload = {"target": position, "at": clock.now().isoformat()}
    return ledger.submit(_draft(Place.of(seat), EntryKind.WITHDRAWN, client, payload))


def read(*, seat: Seat, upto: int) -> bool:
    """Remember how far this person has read. False when it was known, or when the disk is full."""
    upto = min(upto, Conversation.objects.values_list("head", flat=True).get(pk=seat.conversation_id))
    with faults.unless_full():
        return bool(Seat.objects.filter(pk=seat.pk, read_upto__lt=upto).update(read_upto=upto))
    return False


def notice(*, conversation: Conversation, notice: str, client_id: str, **facts: str | int) -> Written:
    """A line of the service's own, in the caller's transaction, shown in each reader's language."""
    return _append(conversation, EntryKind.NOTICE, SERVICE, client_id, {"notice": notice, "facts": facts})


def card(
    *,
    conversation: Conversation,
    card: str,
    client_id: str,
    about: Mapping[str, Any] | None = None,
    notice: str = "",
    facts: Mapping[str, str | int] | None = None,
) -> Written:
    """Put a card in the log, in the caller's transaction. The client id makes a second time harmless.

    `about` is what the card shows beyond its own words; `notice` says the same in a line, for copies.
    """
    payload: dict[str, Any] = {"card": card}
    if about:
        payload |= {"about": dict(about), "notice": notice, "facts": dict(facts or {})}
    return _append(conversation, EntryKind.CARD, SERVICE, client_id, payload)


def close(*, conversation: Conversation, actor: Person | None, reason: str) -> Written:
    """End a conversation, in the caller's transaction. Raises Closed when it has ended already."""
    ended = Conversation.objects.filter(pk=conversation.pk, closed_at__isnull=True).update(
        closed_at=clock.now()
    )
    if not ended:
        raise Closed(_("This conversation has ended already."))
    conversation.refresh_from_db(fields=["closed_at"])
    slowing.forget(conversation)
    event = Event("conversation.closed", {"reason": reason})
    author = _author_of(conversation, actor)
    erased = {"notice": "closed.erased", "about": {"erased": True}} if reason == "erased" else {}
    said = {"reason": reason, **erased}
    return _append(conversation, EntryKind.CLOSED, author, "closed", said, events=(event,))


def end(*, seat: Seat) -> None:
    """The seeker ends the chat. Ending twice is the same as once."""
    with transaction.atomic():
        if Conversation.objects.filter(pk=seat.conversation_id, closed_at__isnull=True).exists():
            close(conversation=seat.conversation, actor=seat.person, reason="seeker")


def erase(*, conversation: Conversation, actor: Person | None) -> None:
    """Destroy what was said, for good, in old backups too. The row stays as a tombstone.

    The trail has a line for it, unless a seeker erases their own: what they do is nobody's to look up.
    """
    with transaction.atomic():
        if conversation.is_open:
            close(conversation=conversation, actor=actor, reason="erased")
        conversation.entries.update(sealed=b"")
        conversation.erased_at = clock.now()
        conversation.save(update_fields=["erased_at"])
        if actor is None or actor.is_staff:
            by = actor.pk if actor else None
            audit.record(actor=by, act="conversation.erased", about=str(conversation.pk))
        journal_events.announce(
            "conversation.erased", key=str(conversation.pk), conversation=str(conversation.pk)
        )
    keys.destroy(conversation.key_id)
    window.forget(conversation.pk)


def _author_of(conversation: Conversation, actor: Person | None) -> str:
    number = Seat.objects.filter(conversation=conversation, person=actor).values_list("pk", flat=True).first()
    return str(number) if number else SERVICE


def _append(
    conversation: Conversation,
    kind: str,
    author: str,
    client_id: str,
    payload: dict[str, Any],
    *,
    events: tuple[Event, ...] = (),
) -> Written:
    payload = {"at": clock.now().isoformat(), **payload}
    draft = Draft(conversation.pk, conversation.key_id, kind, author, client_id, payload, events=events)
    return ledger.append(draft)


def _spoken(place: Place, words: str, client_id: str, about: Mapping[str, Any] | None) -> Draft:
    said, client = _usable(words), _client_id(client_id)
    payload: dict[str, Any] = {"words": said, "at": clock.now().isoformat()}
    if about:
        payload["about"] = dict(about)
    events = _read_for_danger(place, said, payload) if place.side == Side.SEEKER else ()
    return _draft(place, EntryKind.SAID, client, payload, events)


def _draft(
    place: Place, kind: str, client_id: str, payload: dict[str, Any], events: tuple[Event, ...] = ()
) -> Draft:
    return Draft(
        place.conversation_id, place.key_id, kind, str(place.pk), client_id, payload, place.pk, events
    )


def _usable(words: str) -> str:
    said = clean(words)
    if not said:
        raise Invalid(_("There is nothing to send yet. Write a word, then send."))
    if len(said) > MAX_WORDS:
        raise Invalid(
            _("That is longer than one message can hold (%(most)s characters). Send it in parts.")
            % {"most": MAX_WORDS}
        )
    return said


def _client_id(given: str) -> str:
    if not given or len(given) > MAX_CLIENT_ID or not given.isascii() or not given.isprintable():
        raise Invalid(_("This message came without its mark. Reload the page and send again."))
    return given


def _read_for_danger(place: Place, said: str, payload: dict[str, Any]) -> tuple[Event, ...]:
    before = window.before(place.conversation_id)
    assessment = assess(said, language=place.language, context=before)
    window.remember(place.conversation_id, assessment.reasons)
    if assessment.urgency < 1:
        return ()
    payload["danger"] = {"level": assessment.urgency, "signals": list(assessment.signals)}
    facts: dict[str, str | int] = {"level": assessment.urgency, "signals": ",".join(assessment.signals)}
    return (Event("danger.read", facts),)


def _own_line(seat: Seat, position: int) -> None:
    own = seat.conversation.entries.filter(position=position, author=str(seat.pk), kind=EntryKind.SAID)
    if not own.exists():
        raise Invalid(_("Only your own words can be changed."))
