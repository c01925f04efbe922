"""What is asked in the waiting room, and what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.desk.categories import CATEGORIES
from beside.desk.models import Chat, Given, Question, QuestionKind, Request, Service, Wanted
from beside.desk.models.before import MOST_QUESTIONS
from beside.desk.queries.service import NUMBER
from beside.desk.questions import AGAIN, DISTRESS, HOUSE, Asked, Option, Words, in_words
from beside.foundation import vault
from beside.foundation.errors import Invalid, Unavailable
from beside.journal import keys
from beside.people.models import AT_THE_DESK, Person
from beside.people.queries import blocked_by


@dataclass(frozen=True, slots=True)
class Answered:
    """One question and what was answered, in words."""

    label: Words
    words: Words


def questions(service: int = NUMBER) -> list[Asked]:
    """What this service asks, in order, at most five. Its own rows stand in place of the house's."""
    rows = {row.code: row for row in Question.objects.filter(service_id=service)}
    own = [_own(row) for row in rows.values() if row.is_asked]
    kept = [one for one in HOUSE if one.code not in rows]
    places = {row.code: row.place for row in rows.values()}
    house = {one.code: number for number, one in enumerate(HOUSE)}
    every = sorted([*own, *kept], key=lambda one: places.get(one.code, house.get(one.code, 0)))
    return [_narrowed(one, service) for one in every][:MOST_QUESTIONS]


def question(request: Request, code: str) -> Asked:
    """One that is asked of this person. Raises Invalid."""
    found = next((one for one in questions(request.service_id or NUMBER) if one.code == code), None)
    if found is None:
        raise Invalid(_("This is not asked here."))
    return found


def has_chosen(request: Request) -> bool:
    """Whether this person said already if it should be the same listener again."""
    return Given.objects.filter(request=request, question=AGAIN).exists()


def unanswered(request: Request) -> list[Asked]:
    """What this person has neither answered nor skipped yet."""
    done = set(Given.objects.filter(request=request).values_list("question", flat=True))
    if request.distress_skipped or request.distress_before is not None:
        done.add(DISTRESS)
    return [one for one in questions(request.service_id or NUMBER) if one.code not in done]


def answered(request: Request) -> list[Answered]:
    """What this person answered, for whoever talks with them. What can not be opened any more is left out."""
    rows = {row.question: row for row in Given.objects.filter(request=request)}
    found = []
    for asked in questions(request.service_id or NUMBER):
        words = _said(request, asked, rows.get(asked.code))
        found += [Answered(asked.label, words)] if words else []
    return found


def topic_of(request: Request) -> Words:
    """What it is about, in a word, for whoever is asked to take this person."""
    wanted = Wanted.objects.filter(request=request).first()
    return CATEGORIES.get(wanted.topic, "") if wanted else ""


def under_age(request: Request) -> list[str]:
    """That this person said to be under age, in words, if they did."""
    said = Wanted.objects.filter(request=request, minor=True).exists()
    return [gettext("Says they are under age")] if said else []


def code_of(request: Request, row: Given) -> str:
    """The code of an answer, opened if it was sealed; empty when it was skipped or its key is gone."""
    if not row.sealed:
        return row.code
    try:
        key = keys.get(request.conversation.key_id)
        return vault.unseal(key, bytes(row.sealed), about(request, row.question)).decode()
    except Unavailable:
        return ""


def about(request: Request, question: str) -> str:
    """What a sealed answer is bound to."""
    return f"given:{request.pk}:{question}"


def listener_before(request: Request) -> Person | None:
    """Who talked with this person last, if they are still at the desk and not left out by them."""
    before = Chat.objects.filter(request__person_id=request.person_id).exclude(request=request)
    last = before.select_related("listener__account").order_by("-accepted_at").first()
    if last is None or last.listener_id in blocked_by(request.person):
        return None
    is_there = last.listener.account.is_active and last.listener.has_role(*AT_THE_DESK)
    return last.listener if is_there else None


def _said(request: Request, asked: Asked, row: Given | None) -> Words:
    if asked.code == DISTRESS:
        number = request.distress_before
        return "" if number is None else f"{number} / 10"
    code = code_of(request, row) if row else ""
    if asked.kind == QuestionKind.SCALE:
        return f"{code} / 10" if code else ""
    option = asked.option(code)
    return option.words if option else ""


def _own(row: Question) -> Asked:
    house = next((one for one in HOUSE if one.code == row.code), None)
    known = {one.code: one for one in house.options} if house else {}
    options = _options(row.options, known) if row.options else tuple(known.values())
    label = in_words(row.words, "label", house.label if house else row.code)
    hint = in_words(row.words, "hint", house.hint if house else "")
    is_personal = row.is_personal or row.kind == QuestionKind.WORDS
    return Asked(row.code, row.kind, label, hint, options, is_personal)


def _options(given: Sequence[Mapping[str, Any]], known: Mapping[str, Option]) -> tuple[Option, ...]:
    found = []
    for one in given:
        like = known.get(one["code"]) or Option(one["code"], one["code"])
        texts = {language: {"words": words} for language, words in one.get("words", {}).items()}
        does = {name: one[name] for name in ("role", "gender", "shared", "minor") if name in one}
        found.append(replace(like, words=in_words(texts, "words", like.words), **does))
    return tuple(found)


def _narrowed(asked: Asked, service: int) -> Asked:
    """The subjects of a service that has chosen some."""
    if asked.kind != QuestionKind.TOPIC:
        return asked
    chosen: Iterable[str] = Service.objects.filter(pk=service).values_list("topics", flat=True).first() or ()
    own = set(chosen)
    kept = tuple(one for one in asked.options if one.code in own or one.code == "other")
    return replace(asked, options=kept) if own else asked
