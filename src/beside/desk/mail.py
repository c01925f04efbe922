"""Mail to supervisors who are not looking: that somebody is needed, and nothing about whom."""

import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from beside.people.models import Account, Person, Role
from beside.people.queries import with_role


def tell_supervisors() -> None:
    """Queue a mail to every supervisor, in the caller's transaction. Nothing without a mail server."""
    if settings.MAIL_IS_SET_UP:
        for person in with_role(Role.SUPERVISOR):
            send_call.enqueue(str(person.pk))


@task(queue_name="outward", priority=50)
def send_call(person_id: str) -> None:
    """Ask one supervisor to come to the desk. A second run mails again."""
    person: Person = Person.objects.get(pk=uuid.UUID(person_id))
    account = Account.objects.filter(person=person, is_active=True).first()
    if account is None:
        return
    with translation.override(person.language):
        words = _(
            "Someone at the front of the line needs a counsellor, and no counsellor is free. "
            "A listener may take the chat; come to the desk if you can:"
        )
        address = f"{settings.PUBLIC_ORIGIN}{reverse('desk:live')}"
        send_mail(
            _("The desk needs you"), f"{words}\n\n{address}\n", settings.DEFAULT_FROM_EMAIL, [account.email]
        )
