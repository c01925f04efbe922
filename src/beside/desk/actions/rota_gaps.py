"""A mail in the morning to who supervises: hours of the next two days that lack somebody."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from beside.desk.models import Planned
from beside.desk.queries import rota_cover
from beside.desk.queries.service import NUMBER, service, services
from beside.desk.wording import language_name
from beside.foundation import clock
from beside.journal import queue
from beside.people.models import Account, Role
from beside.people.queries import with_role

MORNING = 9
"""The hour, by the house's own time, in which it is written."""

_DAYS = 2
_MOST_LINES = 20


def tell_of_gaps() -> None:
    """Queue this morning's mails, where shifts are planned at all and somebody is missing. Idempotent."""
    local = clock.now().astimezone(service().zone)
    ahead = Planned.objects.filter(cancelled_at=None, ends_at__gt=clock.now())
    if not settings.MAIL_IS_SET_UP or local.hour != MORNING or not ahead.exists() or not list(_gaps()):
        return
    for person in with_role(Role.SUPERVISOR):
        queue.once(write_of_gaps, f"rota:gaps:{local.date()}:{person.pk}", str(person.pk))


@task(queue_name="outward")
def write_of_gaps(person: str) -> None:
    """Write to one supervisor which hours lack somebody, unless they have been filled meanwhile."""
    account = Account.objects.select_related("person").filter(person_id=UUID(person), is_active=True).first()
    if account is None:
        return
    with translation.override(account.person.language), timezone.override(service().zone):
        lines = [_in_words(gap) for gap in _gaps()][:_MOST_LINES]
        if lines:
            address = f"{settings.PUBLIC_ORIGIN}{reverse('desk:rota_gaps')}"
            head = _("In the next two days these hours lack somebody:")
            body = "\n".join((head, "", *lines, "", address, ""))
            send_mail(
                _("Somebody is missing on the rota"), body, settings.DEFAULT_FROM_EMAIL, [account.email]
            )


def _gaps() -> Iterator[rota_cover.Gap]:
    today = clock.now().astimezone(service().zone).date()
    until = clock.now() + timedelta(days=_DAYS)
    for one in services():
        for day in rota_cover.days(today, _DAYS + 1, "" if one.pk == NUMBER else one.slug):
            yield from (gap for gap in day.gaps if gap.begins < until)


def _in_words(gap: rota_cover.Gap) -> str:
    begins, ends = timezone.localtime(gap.begins), timezone.localtime(gap.ends)
    when = f"{date_format(begins, 'l j F')}, {begins:%H:%M}–{ends:%H:%M}"
    missing = _("%(here)s of %(wanted)s") % {"here": gap.here, "wanted": gap.wanted}
    who = missing if gap.here else _("nobody")
    return f"{when} · {who}" + (f" ({language_name(gap.language)})" if gap.language else "")
