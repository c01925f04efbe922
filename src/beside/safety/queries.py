"""What is asked about concerns."""

from uuid import UUID

from django.utils.translation import gettext as _

from beside.foundation.errors import NotForYou
from beside.people.models import Person
from beside.safety.models import Concern


def open_concern(conversation_id: UUID) -> Concern | None:
    """The concern that is open in a conversation, if any. For staff pages that hold a seat already."""
    return Concern.objects.open().filter(conversation=conversation_id).first()


def concern(person: Person, number: int) -> Concern:
    """A concern that this person may see. Raises NotForYou, whether it is missing or not theirs."""
    found = Concern.objects.visible_to(person).filter(pk=number).first()
    if found is None:
        raise NotForYou(_("There is nothing here for you."))
    return found
