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
export const now = () => Date.now() + ahead;

/** @param {number} seconds */
export function spell(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Seconds an element has been running (or has left). NaN when it holds no moment.
 * @param {HTMLElement} element */
export function age(element) {
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

export function start() {
  ahead = skew();
  const tick = () => document.querySelectorAll("[data-since],[data-until]").forEach((e) => paint(/** @type {HTMLElement} */ (e)));
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSettle", tick);
}
