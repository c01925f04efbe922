"""What is done about danger. Nothing else writes concerns."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation
from beside.foundation import clock
from beside.foundation.errors import Closed
from beside.journal import audit, events
from beside.people.models import Person
from beside.safety.models import Concern

CARD_FROM = 3
"""From this level on the person gets the crisis card (product: plan, means, intent, or now)."""

MOST_SIGNALS = 8


@transaction.atomic
def raise_concern(
    *, conversation: Conversation, level: int, signals: Sequence[str], position: int
) -> Concern:
    """Note a danger. Monotone: the highest level wins, signals add up, one concern is open per conversation.

    Announces "concern.raised" (conversation, level, signals) when the level rose, and puts the crisis card
    into the chat from level 3, once for each concern; an ended chat gets none. Repeating changes nothing.
    """
    named = list(signals)[:MOST_SIGNALS]
    concern, made = Concern.objects.select_for_update().get_or_create(
        conversation=conversation,
        closed_at__isnull=True,
        defaults={"level": level, "signals": named, "position": position, "raised_at": clock.now()},
    )
    rose = made or level > concern.level
    if not made and concern.is_raised_by(level, named):
        _add(concern, level, named, position)
    if rose:
        _announce(concern)
    if rose and level >= CARD_FROM and conversation.is_open:
        conversations.card(conversation=conversation, card="crisis", client_id=f"concern-{concern.pk}")
    return concern


@transaction.atomic
def acknowledge(*, concern: Concern, actor: Person) -> Concern:
    """Say "I have it". Raises Closed when it is over; the first who said it stays named."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if not concern.is_open:
        raise Closed(_("This concern is closed already."))
    if concern.acknowledged_at is None:
        concern.acknowledged_by, concern.acknowledged_at = actor, clock.now()
        concern.save(update_fields=["acknowledged_by", "acknowledged_at"])
        audit.record(actor=actor.pk, act="concern.acknowledged", about=str(concern.conversation_id))
    return concern


@transaction.atomic
def close_concern(*, concern: Concern, actor: Person) -> Concern:
    """Say that it has been looked after. Who closes has also acknowledged. Closing twice is once."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if concern.is_open:
        acknowledge(concern=concern, actor=actor)
        concern.refresh_from_db()
        concern.closed_at = clock.now()
        concern.save(update_fields=["closed_at"])
        audit.record(actor=actor.pk, act="concern.closed", about=str(concern.conversation_id))
        events.announce("concern.closed", key=str(concern.pk), conversation=str(concern.conversation_id))
    return concern


def _add(concern: Concern, level: int, signals: Sequence[str], position: int) -> None:
    if level > concern.level:
        concern.level, concern.position = level, position
        concern.acknowledged_by = concern.acknowledged_at = None
    concern.signals = list(dict.fromkeys([*signals, *concern.signals]))[:MOST_SIGNALS]
    concern.save(update_fields=["level", "position", "signals", "acknowledged_by", "acknowledged_at"])


def _announce(concern: Concern) -> None:
    number = str(concern.conversation_id)
    events.announce(
        "concern.raised",
        key=f"{concern.pk}:{concern.level}",
        conversation=number,
        level=concern.level,
        signals=",".join(concern.signals),
    )
