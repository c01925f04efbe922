// @ts-check
// The board: its clocks run, it says how fresh it is, it goes grey when it is not, and a change of state is said once.

import { startClock } from "./clock.js";

const STALE = 30000;
const AT_MOST_EVERY = 60000;

const board = /** @type {HTMLElement} */ (document.getElementById("board"));
const live = /** @type {HTMLElement} */ (document.getElementById("live"));
const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
let seen = Date.now();
let stale = false;
let saidAt = 0;

const facts = () => /** @type {HTMLElement | null} */ (board.querySelector("[data-board]"))?.dataset || {};

let told = facts().code;
let hour = facts().hour || "";

/** For those who do not see it: only what changed, and once a minute at most. @param {string} words */
function say(words) {
  announcer.textContent = words;
  saidAt = Date.now();
}

/** States that changed since they were last said; within the minute they wait for the next look. */
function news() {
  const { code, spoken } = facts();
  if (code === told || Date.now() - saidAt < AT_MOST_EVERY) return;
  told = code;
  say(spoken || "");
}

/** The figures came. */
function fresh() {
  seen = Date.now();
  hour = facts().hour || hour;
  const face = document.querySelector(".live b");
  if (face) face.textContent = hour;
  news();
  tick();
}

/** How old they are. Old figures stand still: a clock that runs on would look alive. */
function tick() {
  const age = Date.now() - seen;
  const before = stale;
  stale = age > STALE;
  board.toggleAttribute("data-stale", stale);
  live.classList.toggle("late", stale);
  const words = stale ? (live.dataset.last || "").replace("%s", hour) : (live.dataset.live || "").replace("%s", String(Math.floor(age / 1000)));
  if (live.textContent !== words) live.textContent = words;
  if (stale) board.querySelectorAll("[data-since]").forEach((node) => node.setAttribute("data-clock-off", ""));
  if (stale && !before) say(words);
}

/** Look now: the page is seen again, or the network is back. */
function look() {
  if (!document.hidden) document.body.dispatchEvent(new CustomEvent("look"));
}

board.addEventListener("htmx:beforeSwap", (event) => {
  const detail = /** @type {CustomEvent} */ (event).detail;
  if (detail.xhr.status >= 400) detail.shouldSwap = false;
});
board.addEventListener("htmx:afterSwap", fresh);
document.addEventListener("visibilitychange", look);
addEventListener("online", look);
startClock();
setInterval(tick, 1000);
tick();
