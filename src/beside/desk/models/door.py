"""What keeps the door shut or sends people on: holidays, numbers to call instead, standing still."""

from django.db import models

from beside.desk.models.service import Service, span
from beside.people.models import Person


class Holiday(models.Model):
    """Days that are not as the week says, `first` to `last`, every year again if it says so.

    Closed on them without `opens`; else open from one time to another, as `OpeningHours` reads them. `name`
    is for the team and on no page.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="holidays")
    name = models.CharField(max_length=60, blank=True, default="")
    first = models.DateField()
    last = models.DateField()
    yearly = models.BooleanField(default=False)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("service", "first"), name="one_holiday_from_a_day"),
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="holiday_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__isnull=False, closes__isnull=False),
                name="holiday_has_both_ends",
            ),
        )
        ordering = ("first",)

    @property
    def minutes(self) -> int:
        """How long it is open on such a day, 0 when closed; the same time twice is a whole day."""
        if self.opens is None or self.closes is None:
            return 0
        return span(self.opens, self.closes)


class OverflowNumber(models.Model):
    """A number of the operator's own choice, shown first where the service is full or closed."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="overflow_numbers")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=30)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("service", "place"), name="one_overflow_number_at_a_place"),
        )
        ordering = ("place",)


class Standstill(models.Model):
    """The whole house stands still: works, a fault. Every door is shut until `until`, or until it is ended.

    Chats that run go on. One at a time.
    """

    is_running = models.BooleanField(default=True)
    began_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("is_running",),
                condition=models.Q(is_running=True),
                name="one_running_standstill",
            ),
        )
