"""What a service asks of itself after a chat, and the fields of its record."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.service import changed, check_manager, row_of
from beside.desk.models import AfterRules, RecordField, RecordKind
from beside.desk.queries.service import NUMBER
from beside.foundation.errors import Invalid
from beside.people.models import Person

MOST_FIELDS = 30
MOST_ANSWERS = 30
MOST_LABEL = 120
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,29}")


def set_after_rules(*, actor: Person, number: int = NUMBER, **values: Any) -> AfterRules:
    """The rest after danger, what a shift may weigh, whether a record is due. Raises NotForYou, Invalid."""
    check_manager(actor)
    with transaction.atomic():
        service = row_of(number)
        held, _made = AfterRules.objects.get_or_create(service=service)
        for name, value in values.items():
            setattr(held, name, value)
        try:
            held.full_clean()
        except ValidationError as wrong:
            raise Invalid(" ".join(wrong.messages)) from wrong
        held.save()
        changed(actor, ",".join(sorted(values)), number)
    return held


def set_record_fields(*, actor: Person, fields: Sequence[Mapping[str, Any]], number: int = NUMBER) -> None:
    """All of a service's own fields, in their order; none brings the house's back as they were.

    Each is {"code", "kind", "words", "options", "is_asked", "is_required", "is_personal"}. Raises NotForYou,
    Invalid for a code twice, a kind that is none, a choice without answers, words that are not personal.
    """
    check_manager(actor)
    codes = [str(one.get("code", "")) for one in fields]
    if len(set(codes)) != len(codes) or len(codes) > MOST_FIELDS or not all(map(_CODE.fullmatch, codes)):
        raise Invalid(_("Each field needs a short code of its own, and there are thirty at most."))
    for one in fields:
        _check_field(one)
    with transaction.atomic():
        service = row_of(number)
        RecordField.objects.filter(service=service).delete()
        rows = (RecordField(service=service, **{"place": 10 * at, **one}) for at, one in enumerate(fields))
        RecordField.objects.bulk_create(rows)
        changed(actor, "record", number)


def _check_field(one: Mapping[str, Any]) -> None:
    if one.get("kind") not in RecordKind.values:
        raise Invalid(_("Choose how a field is filled in."))
    if one["kind"] == RecordKind.WORDS and not one.get("is_personal", True):
        raise Invalid(_("What is written in own words is personal: it is sealed."))
    answers = [str(option.get("code", "")) for option in one.get("options", ())]
    if len(set(answers)) != len(answers) or not all(map(_CODE.fullmatch, answers)):
        raise Invalid(_("Each answer needs a short code of its own."))
    texts = [text for each in one.get("words", {}).values() for text in each.values()]
    texts += [text for option in one.get("options", ()) for text in option.get("words", {}).values()]
    if len(answers) > MOST_ANSWERS or not all(0 < len(text) <= MOST_LABEL for text in texts):
        raise Invalid(_("There are thirty answers to a field at most, and none is longer than a line."))
