"""`beside work`: the follow-ups, in a process of its own."""

import argparse

from django.conf import settings

from beside.gateway import bus
from beside.gateway.redisbus import RedisBus
from beside.project import opening, running, schema
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    installation: Environment = settings.ENVIRONMENT
    opening.refuse_unsafe(installation)
    if not (installation.database_url and installation.redis_url):
        raise Refused(
            "A worker apart needs PostgreSQL and Redis: set BESIDE_DATABASE_URL and BESIDE_REDIS_URL."
        )
    if missing := schema.missing():
        raise Refused(f"The database is not up to date ({missing[0]}): run beside migrate first.")
    bus.use(RedisBus(installation.redis_url))
    running.worker_apart()
    return 0
