"""Tasks the journal's tests enqueue."""

import threading
import time
from pathlib import Path

from django_tasks import TaskContext, task

from beside.journal.leases import GiveUp

ran: list[str] = []
guard = threading.Lock()


@task
def note(word: str) -> None:
    """Remember that we ran."""
    with guard:
        ran.append(word)


@task(priority=50)
def urgent(word: str) -> None:
    """The same, before others."""
    with guard:
        ran.append(word)


@task(queue_name="outward")
def slow_mail(seconds: float) -> None:
    """Wait as a mail server makes one wait."""
    time.sleep(seconds)


@task
def sleepy(word: str, seconds: float) -> None:
    """Work for a while."""
    with guard:
        ran.append(word)
    time.sleep(seconds)


@task
def broken(secret: str) -> None:
    """Fail with the person's words in the message."""
    raise RuntimeError(secret)


@task
def hopeless() -> None:
    """Fail for good."""
    raise GiveUp("no such address")


@task(takes_context=True)
def knows_itself(context: TaskContext) -> None:
    """Remember our own number and attempt."""
    ran.append(f"{context.task_result.id} {context.attempt}")


@task
def hears(conversation: str, level: int) -> None:
    """Follow an event."""
    ran.append(f"hears {conversation} {level}")


@task
def hears_too(conversation: str, level: int) -> None:
    """Follow the same event."""
    ran.append(f"hears too {conversation} {level}")


@task
def tick() -> None:
    """A periodic turn."""
    with guard:
        ran.append("tick")


@task
def broken_tick() -> None:
    """A periodic turn that fails."""
    raise RuntimeError("tick")


@task
def leaves_a_trace(path: str) -> None:
    """Begin, then take for ever when this is the first time; a second attempt ends at once."""
    trace = Path(path)
    first = not trace.exists()
    with trace.open("a") as file:
        file.write("begun\n")
        file.flush()
    if first:
        time.sleep(600)
    with trace.open("a") as file:
        file.write("ended\n")
