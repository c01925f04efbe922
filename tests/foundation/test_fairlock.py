"""In the order of asking; and whoever had to wait is remembered for a while."""

import threading

from beside.foundation.fairlock import FairLock


def test_turns_come_in_the_order_of_asking() -> None:
    lock, came = FairLock(), []
    lock.acquire()
    threads = []
    for number in range(5):
        ready = threading.Event()

        def turn(number: int = number, ready: threading.Event = ready) -> None:
            ready.set()
            lock.acquire()
            came.append(number)
            lock.release()

        thread = threading.Thread(target=turn)
        thread.start()
        ready.wait()
        while len(lock._queue) <= number:
            pass
        threads.append(thread)
    lock.release()
    for thread in threads:
        thread.join(5)
    assert came == [0, 1, 2, 3, 4]


def test_it_knows_whether_anybody_had_to_wait() -> None:
    lock = FairLock()
    lock.acquire()
    lock.release()
    assert not lock.was_asked_for(60)
    lock.acquire()
    waits = threading.Thread(target=lock.acquire)
    waits.start()
    while not lock._queue:
        pass
    lock.release()
    waits.join(5)
    assert lock.was_asked_for(60)
    assert not lock.was_asked_for(0)
