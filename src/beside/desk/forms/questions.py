"""What the manager can change about the questions of the waiting room."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.questions import MOST_LABEL, MOST_OPTIONS, Plan, set_questions
from beside.desk.forms.service import AreaForm, shown
from beside.desk.models import Question, QuestionKind, Service
from beside.desk.models.before import MOST_QUESTIONS
from beside.desk.questions import DISTRESS, HOUSE
from beside.people.models import Person
from beside.web.looks import own_name

OWN = "own"
"""The code of the one question that a service can make up itself: a few answers, one of them chosen."""

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class QuestionsForm(AreaForm):
    """Which of the house's questions are asked, with which words and answers; one question of one's own."""

    title, icon = _("Questions while waiting"), "chat"

    def now(self, service: Service) -> dict[str, Any]:
        """The questions as they stand."""
        rows = {row.code: row for row in Question.objects.filter(service_id=service.pk)}
        found: dict[str, Any] = {}
        for one in HOUSE:
            row = rows.get(one.code)
            codes = [option["code"] for option in row.options] if row and row.options else None
            found |= {
                f"{one.code}_asked": row.is_asked if row else True,
                f"{one.code}_personal": row.is_personal if row else one.personal,
                f"{one.code}_answers": codes or [option.code for option in one.options],
                **{f"{one.code}_{code}": _label(row, code) for code in LANGUAGES},
            }
        return found | _own_now(rows.get(OWN))

    def prepare(self) -> None:
        """A few fields for each question."""
        for one in HOUSE:
            self.fields[f"{one.code}_asked"] = forms.BooleanField(label=_("Ask this"), required=False)
            if one.code != DISTRESS and one.kind != QuestionKind.WORDS:
                self.fields[f"{one.code}_personal"] = _personal()
            if one.options:
                self.fields[f"{one.code}_answers"] = forms.MultipleChoiceField(
                    label=_("Answers to choose from"),
                    choices=[(option.code, option.words) for option in one.options],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
            for code in LANGUAGES:
                with translation.override(code):
                    self.fields[f"{one.code}_{code}"] = _line(code, str(one.label))
        self.fields[f"{OWN}_personal"] = _personal()
        for code in LANGUAGES:
            self.fields[f"{OWN}_{code}"] = _line(code)
            self.fields[f"{OWN}_{code}_answers"] = _lines(code)

    def groups(self) -> Iterator[tuple[str, list[BoundField], list[BoundField]]]:
        """(question, its fields, those with other words for it) for the page."""
        for one in HOUSE:
            lines = [self[f"{one.code}_{code}"] for code in LANGUAGES]
            yield str(one.label), [bound for bound in self._fields_of(one.code) if bound not in lines], lines
        yield str(_("A question of your own")), self._fields_of(OWN), []

    def clean(self) -> dict[str, Any]:
        """Five at most; a question that has answers keeps two of them; one's own is whole or not there."""
        given: dict[str, Any] = super().clean() or {}
        for one in HOUSE:
            if (
                one.options
                and given.get(f"{one.code}_asked")
                and len(given.get(f"{one.code}_answers", [])) < 2
            ):
                self.add_error(f"{one.code}_answers", _("Leave at least two answers to choose from."))
        self._check_own(given)
        if sum(plan.asked for plan in self.plans()) > MOST_QUESTIONS:
            self.add_error(None, _("Ask five questions at most: people are waiting."))
        return given

    def plans(self) -> list[Plan]:
        """The questions as they would be."""
        given = self.cleaned_data
        plans = []
        for one in HOUSE:
            chosen = given.get(f"{one.code}_answers") or []
            every = len(chosen) == len(one.options)
            plans.append(
                Plan(
                    one.code,
                    one.kind,
                    bool(given.get(f"{one.code}_asked")),
                    bool(given.get(f"{one.code}_personal")),
                    _words(given, one.code),
                    () if every else [{"code": code} for code in chosen],
                )
            )
        return [*plans, *self._own_plan()]

    def save(self, actor: Person) -> None:
        """Save all questions at once."""
        set_questions(actor=actor, number=self.service.pk, plans=self.plans())

    def changes(self) -> list[tuple[str, str, str]]:
        """(question and what of it, before, after) for everything that would change."""
        rows = [
            (
                f"{title}: {bound.label}",
                self.initial.get(bound.name),
                self.cleaned_data.get(bound.name),
                bound,
            )
            for title, fields, lines in self.groups()
            for bound in (*fields, *lines)
        ]
        return [
            (what, _shown(bound, old), _shown(bound, new)) for what, old, new, bound in rows if old != new
        ]

    def _fields_of(self, code: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{code}_")]

    def _check_own(self, given: dict[str, Any]) -> None:
        counts = {len(_answers(given, code)) for code in LANGUAGES if given.get(f"{OWN}_{code}")}
        if any(_answers(given, code) and not given.get(f"{OWN}_{code}") for code in LANGUAGES):
            self.add_error(None, _("Write the question to these answers, or take the answers away."))
        if counts and (len(counts) > 1 or not 2 <= min(counts) <= MOST_OPTIONS):
            self.add_error(None, _("Write from 2 to 20 answers, as many in each language."))

    def _own_plan(self) -> list[Plan]:
        given = self.cleaned_data
        words = _words(given, OWN)
        if not words:
            return []
        lists = {code: _answers(given, code) for code in words}
        rows = zip(*lists.values(), strict=False)
        options = [
            {"code": f"{OWN}-{number}", "words": dict(zip(lists, row, strict=True))}
            for number, row in enumerate(rows, 1)
        ]
        return [Plan(OWN, QuestionKind.CHOICE, True, bool(given.get(f"{OWN}_personal")), words, options)]


def _personal() -> forms.BooleanField:
    return forms.BooleanField(label=_("Personal: sealed, in no count, gone within a day"), required=False)


def _line(code: str, usual: str = "") -> forms.CharField:
    return forms.CharField(
        label=_("In other words, in %(language)s") % {"language": own_name(code)}
        if usual
        else own_name(code),
        help_text=usual,
        max_length=MOST_LABEL,
        required=False,
        widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
    )


def _lines(code: str) -> forms.CharField:
    return forms.CharField(
        label=_("Its answers in %(language)s, one on each line") % {"language": own_name(code)},
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": code, "dir": "auto"}),
    )


def _label(row: Question | None, code: str) -> str:
    return str(row.words.get(code, {}).get("label", "")) if row else ""


def _own_now(row: Question | None) -> dict[str, Any]:
    found: dict[str, Any] = {f"{OWN}_personal": row.is_personal if row else True}
    for code in LANGUAGES:
        answers = [one.get("words", {}).get(code, "") for one in row.options] if row else []
        found |= {
            f"{OWN}_{code}": _label(row, code),
            f"{OWN}_{code}_answers": "\n".join(filter(None, answers)),
        }
    return found


def _words(given: dict[str, Any], question: str) -> dict[str, dict[str, str]]:
    return {
        code: {"label": given[f"{question}_{code}"]} for code in LANGUAGES if given.get(f"{question}_{code}")
    }


def _shown(bound: BoundField, value: Any) -> str:
    if not isinstance(value, list):
        return shown(bound, value)
    names = dict(getattr(bound.field, "choices", ()))
    return ", ".join(str(names.get(code, code)) for code in value)


def _answers(given: dict[str, Any], code: str) -> list[str]:
    lines = str(given.get(f"{OWN}_{code}_answers") or "").splitlines()
    return [line.strip() for line in lines if line.strip()]
