"""More people for a house that is not running. They are made inside of it, by `proofs.seating`."""

import json
import subprocess
import sys

from proofs.crowd import Place, wait_for
from proofs.houses import ROOT, EndedError, House


def seated(house: House, what: str, number: int = 0) -> list[Place]:
    """`crowd`: so many seekers, each in a conversation of their own; `room`: one group of so many seekers;
    `crisis`: nobody new, but the pairs of the house become live chats of people in danger; `storm`: crowd and
    crisis.
    """
    command = [sys.executable, "-m", "proofs.seating", what, str(number)]
    done = subprocess.run(
        command, env=house.environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return [Place(*each) for each in json.loads(done.stdout)]


def start_all(house: House) -> None:
    """Start a house of several gateways, and wait until each of them serves."""
    house.start()
    server = house.server
    if server is None or not wait_for(lambda: "processes serve" in server.said(), 90):
        raise EndedError("not all processes came to serve")
