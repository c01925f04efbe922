"""Reading words for danger: pure functions, per language, with no tables and no network.

`assess` is the one door. What it says orders the line and alerts people; it refuses nothing and ends nothing.
"""

from beside.triage.assessment import Assessment, Reason
from beside.triage.reader import assess

__all__ = ["Assessment", "Reason", "assess"]
