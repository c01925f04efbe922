"""A real worker in a process of its own, on the test's database. Arguments: database names (JSON), lease (s).

With a third argument `strand` it is the negative control: a worker that takes only what nobody took before.
"""

import json
import os
import sys
import threading
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from django.conf import settings
from django.db.models import Q


def main() -> None:
    """Work until killed."""
    names, lease, *mode = sys.argv[1:]
    for alias, name in json.loads(names).items():
        settings.DATABASES[alias]["NAME"] = name
    django.setup()
    from beside.journal import leases, worker

    if mode == ["strand"]:
        leases._TAKEABLE = Q(state="ready")
    worker._POLL = 0.1
    worker.Worker(threading.Event(), lease=timedelta(seconds=float(lease))).run()


if __name__ == "__main__":
    main()
