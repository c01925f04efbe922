"""Which rooms hold keys, and what the worker does about keys by itself."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from beside.conversations.models import Conversation
from beside.desk.models import WrapUp
from beside.foundation import clock, roots
from beside.journal import audit, epochs, orphans, periodic, remains, rotation
from beside.operations import health
from beside.operations.health import OK, RED, WARN, Finding

_LATE_DAYS = 2


def connect() -> None:
    """Say it to the journal. Twice is once."""
    orphans.look_after("conversation", _of_conversations)
    orphans.look_after("wrap-up", _of_notes)
    periodic.every(seconds=rotation.EVERY, name="keys.turn-over")(rotation.turn_over)
    periodic.every(seconds=remains.EVERY, name="keys.remains")(remains.sweep)
    periodic.every(seconds=orphans.EVERY, name="keys.orphans")(orphans.sweep)
    health.check("turning-over")(_turned_over)
    health.check("root-key")(_root_key)


def _of_conversations(numbers: Collection[int]) -> Collection[int]:
    return Conversation.objects.filter(key_id__in=numbers).values_list("key_id", flat=True)


def _of_notes(numbers: Collection[int]) -> Collection[int | None]:
    return WrapUp.objects.filter(key_id__in=numbers).values_list("key_id", flat=True)


def _turned_over() -> Finding:
    """Whether epochs end in their time."""
    living = epochs.living()
    if not living:
        return Finding(OK, _("Keys begin with the first conversation."))
    begun, age = living[-1].begun_at.date(), clock.now() - living[-1].begun_at
    late = timedelta(days=_LATE_DAYS)
    if age > timedelta(days=settings.KEY_EPOCH_DAYS) + late or (living[:-1] and age > late):
        slow = _("Keys have not been turned over in their time: look at the worker.")
        return Finding(WARN, slow, begun)
    return Finding(OK, _("Keys were turned over in their time."), begun)


def _root_key() -> Finding:
    """Whether the root key is the real one, and whether a copy of it is kept elsewhere."""
    if roots.is_temporary():
        return Finding(
            RED, _("The root key is lost: what was said before is sealed until beside keys recover.")
        )
    made = audit.lines(act="keys.escrow", about=f"root:{roots.fingerprint(roots.primary())}").first()
    if made is None:
        return Finding(WARN, _("Nobody has a copy of the root key: run beside keys escrow."))
    return Finding(OK, _("Copies of the root key are kept elsewhere."), made.at.date())
