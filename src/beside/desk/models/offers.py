"""How the house asks: how long it waits for whom, and what letting somebody go means."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.desk.models.service import Service
from beside.desk.routing import Rules

_SECONDS = (MinValueValidator(10), MaxValueValidator(7200))


class WhoTakes(models.TextChoices):
    """Who may take danger and people under age. Who is trained by role may, unless their record says no."""

    ROLE = "role", _("Whoever is trained first, then any listener, and supervisors are told")
    RECORD = "record", _("Only whoever is trained")


class OfferRules(models.Model):
    """The times of one service. Every one counts from when somebody joined the line, but `again_seconds`.

    `by_itself`: the house asks who is free; without it they ask for the next one. `misses`: so many offers
    let go in a row, and somebody is taken to be away. `again_seconds`: so long after being asked about
    somebody they are not asked about them again. `fallback_seconds`: so long somebody in danger may be
    without an offer before supervisors are called. `who_takes`: who may take danger and people under age.
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, primary_key=True, related_name="offer_rules"
    )
    by_itself = models.BooleanField(default=True)
    who_takes = models.CharField(max_length=8, choices=WhoTakes.choices, default=WhoTakes.ROLE)
    certified_seconds = models.PositiveSmallIntegerField(default=60, validators=_SECONDS)
    expert_seconds = models.PositiveSmallIntegerField(default=210, validators=_SECONDS)
    any_seconds = models.PositiveSmallIntegerField(default=390, validators=_SECONDS)
    step_seconds = models.PositiveSmallIntegerField(default=390, validators=_SECONDS)
    due_minutes = models.PositiveSmallIntegerField(
        default=60, validators=(MinValueValidator(5), MaxValueValidator(600))
    )
    in_a_row = models.PositiveSmallIntegerField(
        default=10, validators=(MinValueValidator(1), MaxValueValidator(100))
    )
    misses = models.PositiveSmallIntegerField(
        default=2, validators=(MinValueValidator(1), MaxValueValidator(10))
    )
    again_seconds = models.PositiveSmallIntegerField(default=120, validators=_SECONDS)
    fallback_seconds = models.PositiveSmallIntegerField(default=60, validators=_SECONDS)

    @property
    def rules(self) -> Rules:
        """The same as routing reads them."""
        return Rules(
            certified_first=timedelta(seconds=self.certified_seconds),
            expert=timedelta(seconds=self.expert_seconds),
            any_language=timedelta(seconds=self.any_seconds),
            step=timedelta(seconds=self.step_seconds),
            due=timedelta(minutes=self.due_minutes),
            in_a_row=self.in_a_row,
            again=timedelta(seconds=self.again_seconds),
            fallback=timedelta(seconds=self.fallback_seconds),
        )
