"""Who is on shift."""

from django.db import models

from beside.people.models import Person


class Shift(models.Model):
    """A member of staff at the desk. `slots`: chats at once. `misses`: offers let go in a row.

    `services` are keys of the services this person takes people of; none stands for all.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shifts")
    began_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    slots = models.PositiveSmallIntegerField(default=1)
    languages = models.JSONField(default=list)
    services = models.JSONField(default=list, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ended_at__isnull=True), name="one_running_shift"
            ),
        )

    @property
    def is_paused(self) -> bool:
        """On shift, and taking nobody new."""
        return self.paused_at is not None
