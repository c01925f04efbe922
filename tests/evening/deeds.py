"""What `tests.evening.hand` can do, in the environment of a house."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from beside.conversations.models import Conversation, Entry
from beside.desk.models import AfterChat, Chat, FollowUp, HandOver, Offer, Request, WrapUp
from beside.people.actions import make_staff
from beside.people.models import Role
from beside.safety.models import Alert
from tests.running import PASSPHRASE


def colleague(name: str, role: str, *languages: str) -> str:
    """Somebody who can sign in as the made-up colleagues do."""
    made = make_staff(
        name=name,
        email=f"{name.lower()}@harbour.example",
        password=PASSPHRASE,
        roles=(Role(role),),
        languages=languages,
        is_made_up=True,
    )
    return str(made.pk)


def look() -> dict[str, Any]:
    """How often each state stands in the tables."""
    erased = Conversation.objects.filter(erased_at__isnull=False)
    return {
        "requests": Counter(Request.objects.values_list("state", flat=True)),
        "offers": Counter(Offer.objects.values_list("state", flat=True)),
        "hand_overs": Counter(HandOver.objects.values_list("step", flat=True)),
        "ends": Counter(Chat.objects.exclude(ended_at=None).values_list("end_reason", flat=True)),
        "calls": Counter(Alert.objects.values_list("kind", flat=True)),
        "helped": Counter(AfterChat.objects.values_list("helped", flat=True)),
        "follow_ups": Counter(FollowUp.objects.values_list("state", flat=True)),
        "records": WrapUp.objects.exclude(saved_at=None).count(),
        "tombstones": erased.count(),
        "sealed_after_purge": Entry.objects.filter(conversation__in=erased).exclude(sealed=b"").count(),
    }


VERBS: dict[str, Callable[..., Any]] = {"colleague": colleague, "look": look}
