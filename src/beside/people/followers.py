"""What this room does by itself, every so often."""

from datetime import timedelta

from django.db.models import Q
from django_tasks import task

from beside.foundation import clock
from beside.people.models import Invitation
from beside.people.sessions import SessionStore

LINKS_KEPT = timedelta(days=90)
"""How long a used or lapsed link is kept: as long as the sign-in log."""


@task()
def tidy_up() -> None:
    """Forget sessions that have run out and links that nobody can use any more."""
    SessionStore.clear_expired()
    past = clock.now() - LINKS_KEPT
    Invitation.objects.filter(
        Q(used_at__lt=past) | Q(withdrawn_at__lt=past) | Q(expires_at__lt=past)
    ).delete()
