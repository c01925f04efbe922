"""What a service asks in its waiting room, set by its manager."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.service import changed, check_manager, row_of
from beside.desk.models import Question, QuestionKind
from beside.desk.models.before import MOST_QUESTIONS
from beside.foundation.errors import Invalid
from beside.people.models import Person

MOST_LABEL, MOST_OPTIONS = 120, 20

_CODE = re.compile(r"^[a-z0-9][a-z0-9-]{0,29}$")
_DOES = {"role", "gender", "shared", "minor"}


@dataclass(frozen=True, slots=True)
class Plan:
    """One question as it shall be: `words` and `options` as in `models.before.Question`."""

    code: str
    kind: str
    asked: bool = True
    personal: bool = True
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    options: Sequence[Mapping[str, Any]] = ()


def set_questions(*, actor: Person, number: int, plans: Sequence[Plan]) -> None:
    """All questions of a service, in their order. What people answered before stays as they answered it.

    Raises NotForYou, Invalid for more than five, a code twice, or what cannot be read.
    """
    check_manager(actor)
    if len([one for one in plans if one.asked]) > MOST_QUESTIONS:
        raise Invalid(_("Ask five questions at most: people are waiting."))
    if len({one.code for one in plans}) < len(plans) or not all(_is_sound(one) for one in plans):
        raise Invalid(_("One of these questions cannot be used. Look at its words and answers."))
    with transaction.atomic():
        service = row_of(number)
        Question.objects.filter(service=service).delete()
        Question.objects.bulk_create(_row(service.pk, place, one) for place, one in enumerate(plans))
        changed(actor, "questions", number)


def _is_sound(plan: Plan) -> bool:
    codes = [str(one.get("code", "")) for one in plan.options]
    texts = [text for each in plan.words.values() for text in each.values()]
    texts += [text for one in plan.options for text in one.get("words", {}).values()]
    return (
        plan.kind in QuestionKind.values
        and all(_CODE.match(code) for code in (plan.code, *codes))
        and len(set(codes)) == len(codes) <= MOST_OPTIONS
        and all(0 < len(text) <= MOST_LABEL for text in texts)
        and all(set(one) <= {"code", "words", *_DOES} for one in plan.options)
    )


def _row(service: int, place: int, plan: Plan) -> Question:
    is_personal = plan.personal or plan.kind == QuestionKind.WORDS
    return Question(
        service_id=service,
        code=plan.code,
        kind=plan.kind,
        place=place,
        is_asked=plan.asked,
        is_personal=is_personal,
        words={language: dict(each) for language, each in plan.words.items()},
        options=[dict(one) for one in plan.options],
    )
