"""A made-up rota for the pages that show it: `python -m tests.pages.planned`, in a house’s environment."""

import os
import subprocess
import sys
from datetime import time, timedelta
from pathlib import Path

import django
from django.apps import apps

from beside.foundation import clock
from tests.running import House

ROOT = Path(__file__).resolve().parents[2]
EVENING = {"begins": time(18), "ends": time(22)}
NIGHT = {"begins": time(22), "ends": time(2)}


def add_to(house: House) -> None:
    """Write it into a house that runs."""
    command = [sys.executable, "-m", "tests.pages.planned"]
    subprocess.run(command, env=house.environment, cwd=ROOT, check=True, timeout=60)


def main() -> None:
    """Evenings for two and nights for one, every day; some are taken, and Tomasz asks Maya to swap."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "beside.project.settings"
    django.setup()
    from beside.desk.actions import rota, rota_claims, rota_gate, rota_swaps
    from beside.desk.models import Planned

    person = apps.get_model("people", "Person")
    person.objects.filter(is_staff=True).update(came_on=clock.today() - timedelta(days=365))
    ines, maya, tomasz = (person.objects.get(name=name, is_staff=True) for name in ("Ines", "Maya", "Tomasz"))
    for ahead in range(1, 8):
        first = clock.today() + timedelta(days=ahead)
        rota.plan_series(actor=ines, first=first, wanted=rota.Wanted(seats=2), **EVENING)
        wanted = rota.Wanted(language="fr" if ahead % 3 == 0 else "", role="counsellor" if ahead == 5 else "")
        rota.plan_series(actor=ines, first=first, wanted=wanted, **NIGHT)
    evenings = list(Planned.objects.filter(seats=2).order_by("begins_at")[:6])
    for at, who in ((0, maya), (0, tomasz), (1, tomasz), (2, maya), (3, ines), (4, maya)):
        rota_claims.give_shift(actor=ines, person=who, planned=evenings[at])
    theirs = rota_claims.standing(evenings[1], tomasz)
    mine = rota_claims.standing(evenings[2], maya)
    assert theirs and mine
    rota_swaps.hold_out(person=tomasz, claim=theirs, to=maya, against=mine)
    last = rota_claims.standing(evenings[4], maya)
    assert last
    rota_swaps.hold_out(person=maya, claim=last)
    rota_gate.ask_to_begin(person=tomasz)


if __name__ == "__main__":
    main()
