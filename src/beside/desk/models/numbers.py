"""What a week came to, in counts alone: no person, no chat, no clock can be found from a row."""

from django.db import models


class Tally(models.Model):
    """Counts of one week (its Monday) for one value of one thing: an hour, a day, a language …

    `counts` is what `figures.Tally` holds. Only what has faded is in here; the rest is counted from its rows.
    """

    week = models.DateField()
    by = models.CharField(max_length=10)
    key = models.CharField(max_length=20)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("week", "by", "key"), name="one_tally"),)
