"""A person's pace outlives their socket: who comes back within a minute goes on with the bucket they left."""

from collections import OrderedDict
from uuid import UUID

from beside.foundation.limits import Bucket
from beside.gateway.outbox import Bounds

KEPT_FOR = 60.0
_MOST = 50_000


class Buckets:
    """The buckets of those who have just gone. `now` is the loop's time. For the loop's thread."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._kept: OrderedDict[UUID, tuple[float, list[Bucket]]] = OrderedDict()

    def lend(self, person: UUID, now: float) -> Bucket:
        """The bucket for a new socket of this person: one they left behind lately, else a full one."""
        at, left = self._kept.get(person, (0.0, []))
        if left and now - at < KEPT_FOR:
            return left.pop()
        return Bucket(rate=self._bounds.frames_per_second, burst=self._bounds.frames_at_once)

    def keep(self, person: UUID, bucket: Bucket, now: float) -> None:
        """Keep the bucket of a socket that was closed."""
        _at, left = self._kept.pop(person, (0.0, []))
        self._kept[person] = (now, [*left, bucket][-self._bounds.sockets_per_person :])
        while len(self._kept) > _MOST or now - next(iter(self._kept.values()))[0] > KEPT_FOR:
            self._kept.popitem(last=False)
