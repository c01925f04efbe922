"""The desk decides one thing at a time: whoever takes, moves or ends holds the service's row meanwhile."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from beside.desk import hints
from beside.desk.models import Service
from beside.desk.queries.service import NUMBER
from beside.journal import events


@contextmanager
def decision(*, told: bool = True) -> Iterator[Service]:
    """One transaction in which the desk's rows are ours alone. Consoles are told after the commit.

    Whoever follows "desk.decided" looks again at who can be asked about whom; not after asking (`told`).
    """
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(pk=NUMBER).first()
        yield service or Service.objects.get_or_create(pk=NUMBER)[0]
        if told:
            events.announce("desk.decided", key=uuid.uuid4().hex)
        hints.desk_changed()
