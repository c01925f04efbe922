"""What the house remembers of itself: keys by which objects are sealed."""

from django.db import models


class DataKey(models.Model):
    """One object's data key, wrapped by the root key. Lives in the separate key store.

    A destroyed key keeps its row without the wrapped bytes: the tombstone that a restore honours.
    """

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=64)
    wrapped = models.BinaryField(null=True)
    made_on = models.DateField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "object_id"), name="one_key_per_object"),)
