// @ts-check
// Every moment on the console is worked out from data attributes, once a second, by the server's clock:
// `data-since` (when something began) and `data-until` (when it runs out). Numbers only; words come from the page.

const OFF = "data-clock-off";

/** How far the server's clock is ahead of ours, in ms. Measured once, when the page is read. */
function skew() {
  const told = document.documentElement.dataset.now || document.querySelector("[data-now]")?.getAttribute("data-now");
  return told ? Date.parse(told) - Date.now() : 0;
}

let ahead = 0;

/** The present moment by the server's clock, in ms. */
const now = () => Date.now() + ahead;

/** @param {number} seconds */
function spell(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Seconds an element has been running (or has left). NaN when it holds no moment.
 * @param {HTMLElement} element */
function age(element) {
  const { since, until } = element.dataset;
  if (since) return (now() - Date.parse(since)) / 1000;
  return until ? (Date.parse(until) - now()) / 1000 : NaN;
}

/** @param {HTMLElement} element */
function paint(element) {
  const seconds = age(element);
  if (Number.isNaN(seconds) || element.hasAttribute(OFF)) return;
  const face = element.querySelector("[data-face]") || element;
  const text = element.dataset.unit === "min" ? String(Math.max(0, Math.floor(seconds / 60))) : spell(seconds);
  if (face.textContent !== text) face.textContent = text;
  const late = Number(element.dataset.late);
  if (late) element.classList.toggle("late", seconds >= late);
  if (element.dataset.until && seconds <= 0) {
    element.setAttribute(OFF, "");
    element.dispatchEvent(new CustomEvent("clock:out", { bubbles: true }));
  }
}

export function startClock() {
  ahead = skew();
  const tick = () => document.querySelectorAll("[data-since],[data-until]").forEach((e) => paint(/** @type {HTMLElement} */ (e)));
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSettle", tick);
}

// One soft tone, only for those who switched it on, only for what needs an answer. The choice stays in this tab.

const KEY = "desk-sound";
/** @type {AudioContext | null} */
let context = null;

const on = () => sessionStorage.getItem(KEY) === "on";

export function chime() {
  if (!on()) return;
  context = context || new AudioContext();
  const tone = context.createOscillator();
  const loudness = context.createGain();
  const at = context.currentTime;
  tone.frequency.value = 528;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(0.06, at + 0.04);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.55);
}

/** @param {HTMLElement | null} button */
export function startSound(button) {
  if (!button) return;
  const paint = () => button.setAttribute("aria-pressed", String(on()));
  button.addEventListener("click", () => {
    sessionStorage.setItem(KEY, on() ? "off" : "on");
    paint();
    chime();
  });
  paint();
}
