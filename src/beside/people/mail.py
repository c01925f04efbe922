"""Handing a one-time link over by mail. The queue holds the link sealed, never in clear."""

import base64
import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from beside.foundation import vault
from beside.journal import housekeys
from beside.people.models import Invitation


def is_set_up() -> bool:
    """Whether this installation can send mail."""
    return settings.MAIL_IS_SET_UP


def send_link(invitation: Invitation, token: str) -> None:
    """Queue the mail with the link, in the caller's transaction. Nothing happens where mail is not set up."""
    if is_set_up():
        sealed = vault.seal(_key(), token.encode(), f"invitation:{invitation.pk}")
        send_invitation.enqueue(str(invitation.pk), base64.b64encode(sealed).decode())


def link(token: str) -> str:
    """The whole address to open, at the origin this installation is known by."""
    return f"{settings.PUBLIC_ORIGIN}{reverse('people:welcome', args=[token])}"


@task(queue_name="outward")
def send_invitation(invitation_id: str, sealed: str) -> None:
    """Send the link, unless it was used or withdrawn since. A second run mails again, with the same link."""
    invitation = Invitation.objects.select_related("invited_by").get(pk=uuid.UUID(invitation_id))
    if not invitation.is_open:
        return
    about = f"invitation:{invitation.pk}"
    token = vault.unseal(_key(), base64.b64decode(sealed), about).decode()
    with translation.override(invitation.language):
        facts = {"invitation": invitation, "link": link(token)}
        words = render_to_string("people/mail/invitation.txt", facts)
        send_mail(_("Your way in"), words, settings.DEFAULT_FROM_EMAIL, [invitation.email])


def _key() -> bytes:
    return housekeys.key("invitation")
