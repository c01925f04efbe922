"""What is asked about concerns and alerts."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.people.models import Person
from beside.safety.models import Alert, Concern, OnCall
from beside.safety.models.alerts import AlertQuerySet


def open_concern(conversation_id: UUID) -> Concern | None:
    """The concern that is open in a conversation, if any. For staff pages that hold a seat already."""
    return Concern.objects.open().filter(conversation=conversation_id).first()


def concern(person: Person, number: int) -> Concern:
    """A concern that this person may see. Raises NotForYou, whether it is missing or not theirs."""
    found = Concern.objects.visible_to(person).filter(pk=number).first()
    if found is None:
        raise NotForYou(_("There is nothing here for you."))
    return found


def alerts_to_call() -> "QuerySet[Alert]":
    """Alerts that nobody has answered in time, the longest overdue first."""
    return Alert.objects.unanswered().filter(next_at__lte=clock.now()).order_by("next_at")


def alert(person: Person, number: int) -> Alert:
    """An alert that this person may answer. Raises NotForYou, whether it is missing or not theirs."""
    found = _alerts(person).filter(pk=number).first()
    if found is None:
        raise NotForYou()
    return found


def may_answer(person: Person, about: Alert) -> bool:
    """Whether this person may say "I have it"."""
    return Alert.objects.visible_to(person).filter(pk=about.pk).exists()


def alerts_for(person: Person) -> list[Alert]:
    """What waits for this person, or for a role they hold: unanswered first, then the gravest, the oldest."""
    found = _alerts(person).open()
    return sorted(found, key=lambda one: (one.is_answered, -one.level, one.raised_at))


def open_alert(kind: str, subject: str) -> Alert | None:
    """The open alert of this kind about this subject, if there is one."""
    found = Alert.objects.open().filter(kind=kind, subject=subject)
    return found.select_related("acknowledged_by", "owner").first()


def waiting_alert(number: int, turn: int) -> Alert | None:
    """The alert, while this is its latest call and nobody has answered. For the worker."""
    return Alert.objects.unanswered().filter(pk=number, calls=turn).select_related("owner").first()


def on_call() -> dict[int, OnCall]:
    """Whom to write to at home, by level."""
    return {one.level: one for one in OnCall.objects.all()}


def _alerts(person: Person) -> AlertQuerySet:
    found = Alert.objects.visible_to(person)
    return found.select_related("conversation", "owner", "acknowledged_by")
