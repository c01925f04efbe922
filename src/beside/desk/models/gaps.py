"""How long somebody in a chat waited for answers, as durations alone."""

from django.db import models

from beside.desk.models.chat import Chat


class Gaps(models.Model):
    """The answers of one chat: `counts` says how often each length came, in seconds rounded up to ten.

    Counted as far as the line `upto`; `since`: when words were noticed that nobody has answered yet, only
    while the chat runs. The row goes when the chat's times fade, and is a count of its week from then on.
    """

    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, primary_key=True, related_name="gaps")
    upto = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
