"""A supervisor hands out the line by hand for a while."""

from django.db import models

from beside.people.models import Person


class Switchboard(models.Model):
    """A stretch of time in which a supervisor says who takes whom. `number` is the same in all: one runs."""

    number = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("number",), condition=models.Q(ended_at__isnull=True), name="one_running_switchboard"
            ),
        )
