"""The verbs of safety. Nothing else writes its tables."""

from beside.safety.actions.alerts import (
    acknowledge_alert,
    call_again,
    forget_alerts,
    raise_alert,
    resolve_alert,
    resolve_alerts,
)
from beside.safety.actions.concerns import CARD_FROM, MOST_SIGNALS, acknowledge, close_concern, raise_concern
from beside.safety.actions.oncall import set_on_call

__all__ = [
    "CARD_FROM",
    "MOST_SIGNALS",
    "acknowledge",
    "acknowledge_alert",
    "call_again",
    "close_concern",
    "forget_alerts",
    "raise_alert",
    "raise_concern",
    "resolve_alert",
    "resolve_alerts",
    "set_on_call",
]
