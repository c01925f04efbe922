"""What the conversations room does after something happened elsewhere."""

from uuid import UUID

from django_tasks import task

from beside.conversations.models import Conversation
from beside.journal import keys


@task()
def destroy_key(conversation: str) -> None:
    """After "conversation.erased": the key goes, even when the process died between the two stores."""
    row = Conversation.objects.filter(pk=UUID(conversation), erased_at__isnull=False).first()
    if row is not None:
        keys.destroy(row.key_id)
