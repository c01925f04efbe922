"""The rota: hours that are planned, who said they would come, who would rather not, who may come unplanned.

Moments are kept as such (UTC); what repeats keeps the wall clock of the house, so that 18:00 stays 18:00.
"""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.desk.models.service import Service, span
from beside.people.models import Person

MOST_SEATS = 50
_SEATS = (MinValueValidator(1), MaxValueValidator(MOST_SEATS))
_HOURS = (MaxValueValidator(168),)


class RotaRules(models.Model):
    """What the house asks of itself when shifts are planned. No row: the defaults.

    `needs_claim`: a listener's shift begins only beside a planned one, at most `early_minutes` before it, or
    with a supervisor's yes. `longest_hours` without `rest_hours` between, `first_month_hours` in the first
    month, `week_hours` in seven days (0 for no limit). A drop later than `notice_hours` before is told to
    supervisors. `first_hours` and `second_hours` before a shift the one who took it is reminded (0: never).
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, primary_key=True, related_name="rota_rules"
    )
    needs_claim = models.BooleanField(default=False)
    early_minutes = models.PositiveSmallIntegerField(default=15, validators=(MaxValueValidator(120),))
    notice_hours = models.PositiveSmallIntegerField(default=24, validators=_HOURS)
    first_hours = models.PositiveSmallIntegerField(default=24, validators=(MaxValueValidator(72),))
    second_hours = models.PositiveSmallIntegerField(default=2, validators=(MaxValueValidator(72),))
    longest_hours = models.PositiveSmallIntegerField(default=4, validators=_HOURS)
    first_month_hours = models.PositiveSmallIntegerField(default=2, validators=_HOURS)
    week_hours = models.PositiveSmallIntegerField(default=12, validators=_HOURS)
    rest_hours = models.PositiveSmallIntegerField(default=11, validators=(MaxValueValidator(48),))


class Wish(models.TextChoices):
    """Who is wanted for an hour, where not everybody is."""

    ANYONE = "", _("Anyone at the desk")
    COUNSELLOR = "counsellor", _("A counsellor or supervisor")
    SUPERVISOR = "supervisor", _("A supervisor")


class Seats(models.Model):
    """Whom a planned shift is for: so many people, perhaps with one language, perhaps in one role."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    seats = models.PositiveSmallIntegerField(default=1, validators=_SEATS)
    language = models.CharField(max_length=10, blank=True, default="")
    role = models.CharField(max_length=20, blank=True, default="", choices=Wish.choices)

    class Meta:
        abstract = True


class Series(Seats):
    """The same shift every week from `first` on: a weekday (0 is Monday), from one local time to another.

    An end not after the start is next day. `last` is the last day it may begin on, none for open-ended.
    """

    weekday = models.PositiveSmallIntegerField(validators=(MaxValueValidator(6),))
    begins = models.TimeField()
    ends = models.TimeField()
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    @property
    def minutes(self) -> int:
        """How long it is on the wall clock."""
        return span(self.begins, self.ends)

    def runs_on(self, day: date) -> bool:
        """Whether one of them begins on a day."""
        begun = self.first <= day and (self.last is None or day <= self.last)
        return begun and day.weekday() == self.weekday


class Planned(Seats):
    """One shift that is to be filled. `day` is the local day it begins on; of a series, once for each day."""

    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.CASCADE, related_name="shifts")
    day = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "day"), name="one_of_a_series_a_day"),
            models.CheckConstraint(
                condition=models.Q(begins_at__lt=models.F("ends_at")), name="planned_ends_after_it_begins"
            ),
        )
        indexes = (models.Index(fields=("begins_at",), name="planned_begins"),)
        ordering = ("begins_at", "pk")


class Claim(models.Model):
    """Somebody said that they come. `late`: let go with less notice than the house asks for."""

    planned = models.ForeignKey(Planned, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    claimed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("planned", "person"),
                condition=models.Q(dropped_at__isnull=True),
                name="one_claim_for_a_shift",
            ),
        )


class SwapState(models.TextChoices):
    """What became of an offer between colleagues."""

    OPEN = "open", _("Open")
    TAKEN = "taken", _("Taken")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Swap(models.Model):
    """A claimed shift held out to a colleague, or to everybody without `to`; perhaps for one of theirs.

    It stays with whoever claimed it until somebody takes it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="swaps")
    to = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    against = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="swaps_against"
    )
    state = models.CharField(max_length=10, choices=SwapState.choices, default=SwapState.OPEN)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("claim",), condition=models.Q(state="open"), name="one_open_swap_per_claim"
            ),
        )


class Permit(models.Model):
    """Somebody asks to come on shift without a planned one, and a supervisor's answer: until when, or no."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="permits")
    asked_at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(answered_at__isnull=True), name="one_open_permit"
            ),
        )
