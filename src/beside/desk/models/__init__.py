"""What the desk keeps: the service, who is on shift, who waits, who talks with whom, what is noted after."""

from beside.desk.models.abuse import CoolOff, Matter, Report
from beside.desk.models.after import AfterChat, Contact, Outcome, WrapUp
from beside.desk.models.aftercare import (
    AfterRules,
    Asked,
    Debrief,
    Easing,
    FollowUp,
    FollowUpState,
    RecordField,
    RecordKind,
    SuicideQuestion,
)
from beside.desk.models.before import Given, Question, QuestionKind, Wanted
from beside.desk.models.chat import Chat, EndReason
from beside.desk.models.course import Course, Phase, Phrase, Shared, Silence
from beside.desk.models.door import Holiday, OverflowNumber, Standstill
from beside.desk.models.gaps import Gaps
from beside.desk.models.hand_over import Agreed, HandOver, Step, Target
from beside.desk.models.line import Answer, Offer, OfferState, Request, RequestState
from beside.desk.models.numbers import Tally
from beside.desk.models.offers import OfferRules
from beside.desk.models.rota import Claim, Permit, Planned, RotaRules, Series, Swap, SwapState, Wish
from beside.desk.models.service import OpeningHours, Service, ServiceWords
from beside.desk.models.shift import Shift
from beside.desk.models.supervision import Switchboard

__all__ = [
    "AfterChat",
    "AfterRules",
    "Agreed",
    "Answer",
    "Asked",
    "Chat",
    "Claim",
    "Contact",
    "CoolOff",
    "Course",
    "Debrief",
    "Easing",
    "EndReason",
    "FollowUp",
    "FollowUpState",
    "Gaps",
    "Given",
    "HandOver",
    "Holiday",
    "Matter",
    "Offer",
    "OfferRules",
    "OfferState",
    "OpeningHours",
    "Outcome",
    "OverflowNumber",
    "Permit",
    "Phase",
    "Phrase",
    "Planned",
    "Question",
    "QuestionKind",
    "RecordField",
    "RecordKind",
    "Report",
    "Request",
    "RequestState",
    "RotaRules",
    "Series",
    "Service",
    "ServiceWords",
    "Shared",
    "Shift",
    "Silence",
    "Standstill",
    "Step",
    "SuicideQuestion",
    "Swap",
    "SwapState",
    "Switchboard",
    "Tally",
    "Target",
    "Wanted",
    "Wish",
    "WrapUp",
]
