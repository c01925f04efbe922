"""A made-up week for the pages that count: `python -m tests.pages.weeks` in the environment of a house."""

import os
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import django
from django.apps import apps

from beside.desk.figures.tally import Contact, tallies_of
from beside.foundation import clock
from tests.running import House

ROOT = Path(__file__).resolve().parents[2]
EVENING = (0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 8, 9, 8, 5)
"""How many come in each hour of a day."""


def add_to(house: House) -> None:
    """Write the week into a house that runs."""
    command = [sys.executable, "-m", "tests.pages.weeks"]
    subprocess.run(command, env=house.environment, cwd=ROOT, check=True, timeout=60)


def main() -> None:
    """Write it: the counts alone, as they are kept once the rows have faded."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "beside.project.settings"
    django.setup()
    today = clock.today()
    monday = today - timedelta(days=today.weekday() + 7)
    draw = random.Random(7)
    came = [(monday + timedelta(days=day), hour) for day in range(7) for hour in range(24)]
    each = (_contact(draw, day, hour) for day, hour in came for _ in range(EVENING[hour]))
    for (by, key), tally in tallies_of(each).items():
        apps.get_model("desk", "Tally").objects.create(week=monday, by=by, key=key, counts=tally.as_json())


def _contact(draw: random.Random, day: date, hour: int) -> Contact:
    """Somebody who came: how urgent, how long they waited, what came of it."""
    urgency = draw.choices(range(5), (40, 30, 18, 8, 4))[0]
    waited = draw.expovariate(1 / (45 if urgency >= 3 else 260))
    answered = waited < 20 * 60 and draw.random() < 0.9
    return Contact(
        day=day,
        hour=hour,
        service=1,
        language=draw.choices(("en", "fr"), (6, 4))[0],
        urgency=urgency,
        waited=waited,
        talked=draw.lognormvariate(7.6, 0.45) if answered else None,
        left=not answered,
        answered=answered,
        in_time=waited <= (60 if urgency >= 3 else 300),
        transfers=int(answered and draw.random() < 0.08),
        risk=draw.choices(("asked", "not", ""), (3, 1, 6))[0] if answered else "",
        before=draw.randint(4, 10) if draw.random() < 0.6 else None,
        after=draw.randint(2, 8) if answered and draw.random() < 0.4 else None,
        asked_after=answered,
        gaps={10 * draw.randint(1, 18): 1 for _ in range(8)} if answered else {},
    )


if __name__ == "__main__":
    main()
