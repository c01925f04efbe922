"""The other systems, started and measured in turn with Beside."""

import sys
from collections.abc import Callable

from bench.building import Missing
from bench.driving import Broken, Driven, Load, drive
from bench.figures import Figures, Tally, milliseconds, ratio
from bench.peers.channels import Channels
from bench.peers.ejabberd import Ejabberd
from bench.talk import PAIRS, once, product

LOADS = {"": Load(), "at_200_": Load(mode="rate", rate=200, seconds=8)}
PEERS: dict[str, Callable[[int], Channels | Ejabberd]] = {"channels": Channels, "ejabberd": Ejabberd}


def peers(runs: int) -> Tally:
    """Beside and each of the others in turn, closed loop and 200 a second; how many times theirs ours is."""
    tally = Tally()
    with product("pairs", PAIRS) as house:
        for _run in range(runs):
            for name, load in LOADS.items():
                ours = _read(once(house, load))
                tally.add(ours, name)
                for peer in PEERS:
                    _compared(tally, ours, peer, load, name)
    return tally


def _compared(tally: Tally, ours: Figures, peer: str, load: Load, name: str) -> None:
    """One of the others; what is not installed here, or does not keep up, has no figure."""
    try:
        theirs = _driven(peer, load)
    except (Missing, Broken) as trouble:
        print(f"  {peer}: {trouble}", file=sys.stderr)
        return
    tally.add(theirs, f"{name}{peer}_")
    tally.add({key: ratio(ours[key], theirs[key]) for key in ours}, f"{name}times_{peer}_")


def _driven(peer: str, load: Load) -> Figures:
    server = PEERS[peer](PAIRS)
    try:
        return _read(drive(server.start(), load))
    finally:
        server.stop()


def _read(found: Driven) -> Figures:
    return {
        "delivered_per_s": found.per_s,
        "cpu_s_per_10k": found.cpu_per_10k,
        **milliseconds(found.delivery),
    }
