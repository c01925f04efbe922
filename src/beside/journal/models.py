"""What the house remembers of itself: its keys, its follow-ups, and who did what."""

import uuid

from django.db import models
from django.db.models import Q


class KeyEpoch(models.Model):
    """A key that wraps data keys for a while, itself wrapped by the root key that `root` names.

    Lives in the key store. One that has ended keeps its row without the wrapped bytes, and opens nothing.
    """

    number = models.PositiveIntegerField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    root = models.CharField(max_length=16)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"epoch {self.number}"


class HouseKey(models.Model):
    """A key for one purpose of the house itself, wrapped by the root key that `root` names. In the key store.

    It outlives a change of the root key: what five words become could never be hashed again under another.
    """

    purpose = models.CharField(max_length=40, primary_key=True)
    wrapped = models.BinaryField()
    root = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.purpose


class DataKey(models.Model):
    """One object's data key, wrapped by the key of its epoch; without one, by the root key. In the key store.

    A destroyed key keeps its row without the wrapped bytes: the tombstone that a restore honours.
    """

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=64)
    wrapped = models.BinaryField(null=True)
    epoch = models.PositiveIntegerField(null=True, blank=True)
    made_on = models.DateField()
    destroyed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "object_id"), name="one_key_per_object"),)
        indexes = (models.Index(fields=("epoch",), condition=Q(destroyed_at=None), name="living_keys"),)


class JobState(models.TextChoices):
    """Where a follow-up stands."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(models.Model):
    """One durable follow-up: a task to run at least once.

    `due_at` is when a worker may take it: its start, its next try or, while it runs, the moment its holder's
    lease ends. So a job whose worker was killed is simply due again. `holder` is new for each taking: whoever
    holds an older one can no longer finish the job. No words are kept: an error is its class and its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=200)
    queue = models.CharField(max_length=20)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=255, null=True, unique=True)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.READY)
    due_at = models.DateTimeField()
    holder = models.CharField(max_length=32, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True, default="")
    place = models.TextField(blank=True, default="")
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("queue", "-priority", "due_at"),
                condition=Q(state__in=("ready", "running")),
                name="open_jobs",
            ),
            models.Index(fields=("state", "finished_at"), name="finished_jobs"),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.id}"


class PeriodicSlot(models.Model):
    """A task that runs every so often: one row, whatever the number of processes.

    `due_at` and `holder` mean what they mean for a Job. `failures` counts those in a row.
    """

    name = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField()
    holder = models.CharField(max_length=32, blank=True, default="")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True, default="")
    place = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name


class AuditLine(models.Model):
    """Who did what, to which object, and why. Never what was said.

    `actor` is a person's number (this room knows no persons), or nothing when the house itself acted.
    """

    actor = models.UUIDField(null=True, blank=True)
    act = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("at",), name="audit_by_time"),
            models.Index(fields=("actor", "at"), name="audit_by_actor"),
            models.Index(fields=("about", "at"), name="audit_by_object"),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.about}".strip()
