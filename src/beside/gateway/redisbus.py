"""The bus between processes: Redis as a messenger, never as a memory. Without it, hints stay here."""

import asyncio
import atexit
import os
import threading
import time
from collections import deque
from contextlib import suppress

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from beside.gateway import trouble
from beside.gateway.bus import MemoryBus, Payload

CHANNEL = "beside:hints:2"
"""With the number of its form: processes of two versions do not hear each other."""

_MARK_EVERY = 0.5
_WELL_FOR = 1.5
_GIVEN_UP_AFTER = 6.0
_PATIENCE = 2.0
_PAUSE = 0.5
_MOST_WAITING = 16_384
_TOGETHER = 256
_LAST_WORDS = 1.0

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[tuple[str, bytes]])


class RedisBus(MemoryBus):
    """Delivers in this process at once, and to others over one channel: what has gathered, in one message.

    Well means that something of ours came back lately. What cannot be sent is dropped: the head beats heal
    it, faster then. In a process without a loop, the first `publish` starts a thread.
    """

    spans = True

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._us = os.urandom(8)
        self._outward: deque[tuple[str, bytes]] = deque(maxlen=_MOST_WAITING)
        self._awake = asyncio.Event()
        self._starting = threading.Lock()
        self._heard_at = 0.0
        self._marked_at = 0.0
        self._mark_due = False
        self._sending = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def well(self) -> bool:
        """Whether hints reach the other processes just now."""
        return time.monotonic() - self._marked_at < _WELL_FOR

    def start(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Begin to deliver, in this loop, or in a thread of its own when there is none."""
        if self._thread is not None:
            self.stop()
        super().start(loop)
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._begin)
        if loop is None:
            atexit.register(self.stop)

    def stop(self) -> None:
        """Stop delivering; waits shortly for what is on its way. Not from the loop's own thread."""
        if self._loop is not None and self._loop.is_running():
            with suppress(TimeoutError):
                asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(_LAST_WORDS * 2)
        super().stop()

    def publish(self, topic: str, payload: Payload) -> None:
        """Hand a hint to every listener of every process. From any thread; never waits, never fails."""
        if self._loop is None:
            with self._starting:
                if self._loop is None:
                    self.start()
        super().publish(topic, payload)

    def _hand_out(self, topic: str, payload: Payload) -> None:
        super()._hand_out(topic, payload)
        self._outward.append((topic, payload if isinstance(payload, bytes) else payload.packed()))

    def _deliver(self) -> None:
        try:
            super()._deliver()
        finally:
            self._awake.set()

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        self._awake = asyncio.Event()
        self._tasks = [loop.create_task(work()) for work in (self._speak, self._hear, self._mark)]

    async def _end(self) -> None:
        until = time.monotonic() + _LAST_WORDS
        while (self._outward or self._sending) and time.monotonic() < until:
            await asyncio.sleep(0.01)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._tasks = []

    async def _mark(self) -> None:
        while True:
            self._mark_due = True
            self._awake.set()
            await asyncio.sleep(_MARK_EVERY)

    async def _speak(self) -> None:
        while True:
            async with self._client() as redis:
                with suppress(RedisError, OSError, TimeoutError):
                    await self._speak_through(redis)
            self._outward.clear()
            self._sending = False
            await asyncio.sleep(_PAUSE)

    async def _speak_through(self, redis: Redis) -> None:
        while True:
            await self._awake.wait()
            self._awake.clear()
            while self._outward or self._mark_due:
                self._mark_due = False
                together = [self._outward.popleft() for _ in range(min(_TOGETHER, len(self._outward)))]
                self._sending = True
                await redis.publish(CHANNEL, self._us + _encoder.encode(together))
                self._sending = False

    async def _hear(self) -> None:
        while True:
            async with self._client() as redis, redis.pubsub() as ear:
                with suppress(RedisError, OSError, TimeoutError):
                    await ear.subscribe(CHANNEL)
                    await self._hear_through(ear)
            await asyncio.sleep(_PAUSE)

    async def _hear_through(self, ear: PubSub) -> None:
        self._heard_at = time.monotonic()
        while time.monotonic() - self._heard_at < _GIVEN_UP_AFTER:
            message = await ear.get_message(ignore_subscribe_messages=True, timeout=_PATIENCE)
            if message is not None:
                self._heard_at = time.monotonic()
                self._take(message["data"])

    def _take(self, data: bytes) -> None:
        if data.startswith(self._us):
            self._marked_at = time.monotonic()
            return
        listeners = tuple(self._listeners)
        try:
            for topic, payload in _decoder.decode(memoryview(data)[len(self._us) :]):
                for listener in listeners:
                    listener(topic, payload)
        except Exception as error:  # whatever comes, we go on hearing
            trouble.tell("what another process says", error)

    def _client(self) -> Redis:
        return Redis.from_url(
            self._url,
            protocol=2,  # under the third, the library writes out every message for its own log
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
