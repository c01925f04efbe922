"""Whom the helpline calls when nobody is in the house."""

from django.db import models

FIRST, SECOND = 1, 2


class OnCall(models.Model):
    """The mailbox that is written to at one level: somebody at home, or a pager's own address."""

    level = models.PositiveSmallIntegerField(unique=True, choices=((FIRST, "first"), (SECOND, "second")))
    name = models.CharField(max_length=60)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=10, default="en")

    def __str__(self) -> str:
        return f"on call, level {self.level}"
