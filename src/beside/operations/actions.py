"""What is decided about the house as a whole."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.desk.actions import forget_answers
from beside.desk.models import WrapUp
from beside.foundation import clock, text
from beside.foundation.errors import Invalid, NotForYou
from beside.journal import audit
from beside.journal.audit import REASON_MAX
from beside.journal.keys import Tombstone
from beside.operations import destroying, keeping
from beside.operations.models import Keeping
from beside.people.models import Person, Role, StaffSession

_LONGEST = timedelta(days=50 * 365)


@transaction.atomic
def set_length(*, actor: Person, name: str, length: timedelta, reason: str = "") -> Keeping:
    """Keep a class of data for so long. Shortening is free; longer than the default needs a written reason.

    Raises NotForYou for anyone but an administrator, Invalid for a length or a reason that cannot be.
    """
    if not actor.has_role(Role.ADMINISTRATOR) or name not in {one.name for one in keeping.TABLE}:
        raise NotForYou(_("There is no page here."))
    rule, written = keeping.rule(name), text.clean(reason)
    if not rule.adjustable or not rule.shortest <= length <= _LONGEST:
        raise Invalid(_("This cannot be kept for so long or so short."))
    if length > rule.default and not written:
        raise Invalid(
            _("Keeping something longer needs a written reason. The people it is about may ask for it.")
        )
    if len(written) > REASON_MAX:
        raise Invalid(_("This reason is too long. 300 characters are enough."))
    about = {"seconds": round(length.total_seconds()), "reason": written}
    row, _made = Keeping.objects.update_or_create(
        name=name, defaults={**about, "changed_by": actor, "changed_at": clock.now()}
    )
    audit.record(actor=actor.pk, act="keeping.changed", about=f"keeping:{name}", reason=written)
    return row


def bury_erased(*, tombstones: Iterable[Tombstone]) -> int:
    """After a restore: empty again what was erased since the copy. Its key is destroyed already.

    Returns how many conversations it were. Not `conversations.erase`: that one writes to the log, and a log
    whose key is gone takes nothing.
    """
    buried = 0
    for one in tombstones:
        if one.kind == "conversation":
            buried += _bury(one.object_id)
        elif one.kind == "wrap-up":
            WrapUp.objects.filter(key_id=one.key_id).update(note=None)
    return buried


def end_sessions_after_restore() -> int:
    """Sign every member of staff out: a session that was ended since the copy must not be back."""
    ended, _each = StaffSession.objects.all().delete()
    audit.record(actor=None, act="restored")
    return ended


@transaction.atomic
def _bury(number: str) -> int:
    row = Conversation.objects.select_for_update().filter(pk=number, erased_at__isnull=True).first()
    if row is None:
        return 0
    row.entries.update(sealed=b"")
    row.erased_at, row.closed_at = clock.now(), row.closed_at or clock.now()
    row.save(update_fields=["erased_at", "closed_at"])
    forget_answers(conversation_id=row.pk)
    destroying.forget_phrases(row)
    audit.record(actor=None, act="conversation.erased", about=str(row.pk), reason="restore")
    return 1
