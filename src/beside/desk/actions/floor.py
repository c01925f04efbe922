"""The desk decides one thing at a time: whoever takes, moves or ends holds the service's row meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from beside.desk import hints
from beside.desk.models import Service
from beside.desk.queries.service import NUMBER


@contextmanager
def decision() -> Iterator[Service]:
    """One transaction in which the desk's rows are ours alone. Consoles are told after the commit."""
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(pk=NUMBER).first()
        yield service or Service.objects.get_or_create(pk=NUMBER)[0]
        hints.desk_changed()
