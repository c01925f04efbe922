"""From send to painted on the other side, in two real browsers: `python -m bench painted`.

Both windows share this machine, and its wall clock (a page's own clock starts at zero elsewhere). A
message counts as painted at the second animation frame after it came into the log. Beside the
figure stands the floor: what two tabs of the same browser need to hand each other a line with no
server between them (a broadcast channel), painted the same way. The ratio is what holds on another
machine.
"""

import statistics
from uuid import uuid4

from playwright.sync_api import Browser, Page, sync_playwright

from tests.actors import Listener, Seeker
from tests.chromium import CHROMIUM, FLAGS
from tests.running import House

AWAKE = ("--disable-background-timer-throttling", "--disable-renderer-backgrounding",
         "--disable-backgrounding-occluded-windows")  # fmt: skip
WATCH = """() => { window.painted = {};
  new MutationObserver((records) => records.forEach((r) => r.addedNodes.forEach((n) => {
    const words = n.querySelector && n.querySelector('[data-words]');
    if (words) requestAnimationFrame(() => requestAnimationFrame(() => {
      window.painted[words.textContent] = Date.now(); }));
  }))).observe(document.querySelector('[data-log]'), { childList: true }); }"""
SEND = """(words) => { const form = document.querySelector('form[data-composer]');
  form.querySelector('textarea').value = words;
  const at = Date.now();
  form.dispatchEvent(new SubmitEvent('submit', { cancelable: true, bubbles: true })); return at; }"""
FLOOR_WATCH = """() => { window.painted = {};
  const line = document.createElement('p'); document.body.append(line);
  window.channel = new BroadcastChannel('floor');
  channel.onmessage = (event) => { line.textContent = event.data;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.painted[event.data] = Date.now(); })); }; }"""
FLOOR_SEND = """(words) => { const at = Date.now();
  window.channel.postMessage(words); return at; }"""


def measured(rounds: int) -> dict[str, float]:
    """Milliseconds from send to painted, both ways together, and how many times the floor that is."""
    house = House().start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *AWAKE])
        listener, seeker = meeting(browser, house)
        for page in (listener, seeker):
            page.evaluate(WATCH)
        there = timed(seeker, listener, SEND, rounds)
        back = timed(listener, seeker, SEND, rounds)
        floor = timed(*tabs(browser, house), FLOOR_SEND, rounds)
        browser.close()
    house.stop()
    both = there + back
    figures: dict[str, float] = {
        "rounds": len(both),
        "p50_ms": round(statistics.median(both), 1),
        "p95_ms": round(statistics.quantiles(both, n=20)[-1], 1),
        "floor_p50_ms": round(statistics.median(floor), 1),
    }
    figures["times_the_floor"] = round(figures["p50_ms"] / figures["floor_p50_ms"], 2)
    return figures


def meeting(browser: Browser, house: House) -> tuple[Page, Page]:
    """A listener and a seeker in one chat."""
    maya = Listener(browser, house).signs_in("maya").starts_shift()
    seeker = Seeker(browser, house).arrives().asks_to_talk()
    maya.takes_next()
    seeker.is_met().says("hello").has_sent("hello")
    maya.sees("hello")
    return maya.page, seeker.page


def tabs(browser: Browser, house: House) -> tuple[Page, Page]:
    """Two tabs of one origin, for the floor."""
    window = browser.new_context(base_url=house.url)
    pages = window.new_page(), window.new_page()
    for page in pages:
        page.goto("/ground")
        page.evaluate(FLOOR_WATCH)
    return pages


def timed(sender: Page, reader: Page, send: str, rounds: int) -> list[float]:
    """Milliseconds from send to painted, one message at a time, slower than the limit on frames."""
    taken = []
    for n in range(rounds):
        words = f"round {n} {uuid4().hex}"
        reader.bring_to_front()
        sent = sender.evaluate(send, words)
        painted = reader.wait_for_function("(words) => window.painted[words]", arg=words).json_value()
        taken.append(float(painted) - float(sent))
        reader.wait_for_timeout(220)
    return taken
