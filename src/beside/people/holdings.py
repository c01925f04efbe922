"""What this room keeps about a person: for a seeker a made-up name, days, and at most two hashes."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from beside.foundation.holdings import Holding
from beside.people import queries
from beside.people.models import Account, Block, Grant, Person, Profile, Qualification, ReturnPhrase, Visit
from beside.web import lengths


def about(person: Person) -> list[Holding]:
    """The person, their visits, their return words; for staff also account, roles and sessions."""
    found = [_person(person), *_visits(person), *_phrase(person), *_blocks(person)]
    return [*found, *_staff(person)] if person.is_staff else found


def last_seen(person: Person) -> date:
    """The last day on which this person was here; a seeker's clock is no finer."""
    days = Visit.objects.filter(person=person).values_list("last_seen_on", flat=True)
    return max((day for day in days), default=person.came_on)


def _person(person: Person) -> Holding:
    why = _("So that your listener can call you something.")
    facts = {"name": person.name, "language": person.language, "came": f"{person.came_on}"}
    until = _("for as long as anything else here is kept")
    what = _("A made-up name, the language, and the day you came")
    return Holding(what, why, str(until), 1, detail=[facts], beyond=bool(person.language))


def _visits(person: Person) -> list[Holding]:
    visits = Visit.objects.filter(person=person).order_by("begun_on")
    rows = [{"begun": f"{one.begun_on}", "last": f"{one.last_seen_on}"} for one in visits]
    if not rows:
        return []
    what = _("Visits, by day: no time, no address, no browser")
    why = _("So that this browser finds your chat again.")
    return [Holding(what, why, _visit_until(), len(rows), detail=rows, beyond=len(rows) > 1)]


def _visit_until() -> str:
    days = {"days": queries.VISIT_DAYS}
    return str(
        _("a browser not used for %(days)d days is forgotten; the days stay as long as the name") % days
    )


def _phrase(person: Person) -> list[Holding]:
    phrase = ReturnPhrase.objects.filter(person=person).first()
    if phrase is None:
        return []
    why = _("So that your five words open your chats again. The words themselves are nowhere.")
    until = _("%(time)s after your last visit") % {"time": lengths.worded()["with_words"]}
    made = [{"made": f"{phrase.made_on}"}]
    return [Holding(_("Five words, as a hash only"), why, str(until), 1, detail=made)]


def _blocks(person: Person) -> list[Holding]:
    rows = [{"since": f"{one.since}"} for one in Block.objects.filter(person=person).order_by("since")]
    if not rows:
        return []
    why = _("So that you do not meet somebody again whom you would rather not.")
    until = _("for as long as anything else here is kept, or until you take it back")
    return [Holding(_("Whom you do not want to meet again"), why, str(until), len(rows), detail=rows)]


def _profile(person: Person) -> list[dict[str, str]]:
    rows = [
        {"takes up to": str(one.most_urgency), "under age": str(one.minors), "training": one.training}
        | ({"counts until": f"{one.review_on}"} if one.review_on else {})
        for one in Qualification.objects.filter(person=person)
    ]
    for one in Profile.objects.filter(person=person):
        rows += [{"knows": ", ".join(one.topics), "lived": ", ".join(one.tags), "gender": one.gender}]
    return rows


def _staff(person: Person) -> list[Holding]:
    why = _("So that a colleague can sign in, and no one else as them.")
    account = Account.objects.filter(person=person).first()
    rows = [
        {"role": grant.role, "given": f"{grant.given_at:%Y-%m-%d}"}
        for grant in Grant.objects.filter(person=person)
    ]
    rows += _profile(person)
    rows += [{"e-mail": account.email}] if account else []
    rows += [{"browser": one.browser, "since": one.begun_at.isoformat()} for one in queries.sessions(person)]
    until = str(_("for as long as the account is there"))
    return [Holding(_("A colleague’s account, roles and open sessions"), why, until, len(rows), detail=rows)]
