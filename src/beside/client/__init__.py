"""A client that speaks to Beside as a browser does: over the socket (`Talker`) or by plain pages (`Visitor`).

For the bench, the proofs and the made-up visitors of the demo. It knows the wire, not the rooms.
"""

from beside.client.refused import Refused, SignedOut
from beside.client.talker import Talker
from beside.client.visitor import Colleague, Visitor

__all__ = ["Colleague", "Refused", "SignedOut", "Talker", "Visitor"]
