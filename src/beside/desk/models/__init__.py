"""What the desk keeps: the service, who is on shift, who waits, who talks with whom, what is noted after."""

from beside.desk.models.after import AfterChat, Contact, Outcome, WrapUp
from beside.desk.models.before import Given, Question, QuestionKind, Wanted
from beside.desk.models.chat import Chat, EndReason
from beside.desk.models.course import Course, Phase, Phrase, Shared, Silence
from beside.desk.models.door import Holiday, OverflowNumber, Standstill
from beside.desk.models.hand_over import Agreed, HandOver, Step, Target
from beside.desk.models.line import Answer, Offer, OfferState, Request, RequestState
from beside.desk.models.offers import OfferRules
from beside.desk.models.service import OpeningHours, Service, ServiceWords
from beside.desk.models.shift import Shift

__all__ = [
    "AfterChat",
    "Agreed",
    "Answer",
    "Chat",
    "Contact",
    "Course",
    "EndReason",
    "Given",
    "HandOver",
    "Holiday",
    "Offer",
    "OfferRules",
    "OfferState",
    "OpeningHours",
    "Outcome",
    "OverflowNumber",
    "Phase",
    "Phrase",
    "Question",
    "QuestionKind",
    "Request",
    "RequestState",
    "Service",
    "ServiceWords",
    "Shared",
    "Shift",
    "Silence",
    "Standstill",
    "Step",
    "Target",
    "Wanted",
    "WrapUp",
]
