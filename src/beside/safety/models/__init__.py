"""What safety keeps: concerns, the alerts that call somebody, and whom the helpline calls at home."""

from beside.safety.models.alerts import Alert
from beside.safety.models.concerns import Concern
from beside.safety.models.oncall import OnCall

__all__ = ["Alert", "Concern", "OnCall"]
