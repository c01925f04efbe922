"""The way back of a seeker who asked for one."""

from django.db import models

from beside.people.models.persons import Person


class ReturnPhrase(models.Model):
    """What five words become: a place to look them up and a proof. The words themselves are nowhere.

    Both come from one Argon2id hash, so that finding a row needs no name and costs a guesser the whole hash.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="return_phrase"
    )
    lookup = models.CharField(max_length=64, unique=True)
    proof = models.BinaryField(max_length=32)
    made_on = models.DateField()

    def __str__(self) -> str:
        return str(self.person_id)
