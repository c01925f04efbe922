// @ts-check
// The supervisor's pages: one socket for hints, so that the fragments are fetched again; a soft tone until a call is answered.

import { Link } from "../conversations/link.js";
import { chime, startClock, startSound } from "./clock.js";
import { startDrafts } from "./drafts.js";

const AGAIN = 6000;
const link = new Link();
let due = 0;
let said = "";

/** Hints come in swarms: the fragments are fetched once for all of them. */
function desk() {
  due = due || window.setTimeout(() => { due = 0; document.body.dispatchEvent(new CustomEvent("desk")); }, 200 + Math.random() * 300);
}

const calls = () => Number(/** @type {HTMLElement | null} */ (document.querySelector("[data-calls]"))?.dataset.calls || 0);

/** Say what calls, once, and show the count in the tab. */
function look() {
  const node = /** @type {HTMLElement | null} */ (document.querySelector("[data-calls]"));
  if (!node) return;
  const count = calls();
  document.title = (count ? `(${count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  const spoken = node.dataset.spoken || "";
  const announcer = document.getElementById("announcer");
  if (announcer && spoken !== said) announcer.textContent = spoken;
  if (count && spoken !== said) chime();
  said = spoken;
}

/** A log stays at its end while its end is in view. */
function end() {
  const log = document.querySelector(".lead-log");
  if (log) log.scrollTop = log.scrollHeight;
}

let atEnd = true;
document.addEventListener("htmx:beforeSwap", () => {
  const log = document.querySelector(".lead-log");
  atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 60;
});
document.body.addEventListener("htmx:afterSettle", () => { look(); if (atEnd) end(); });

link.on("desk", desk);
link.on("link", (frame) => { if (frame.state === "open") link.send({ t: "desk" }); });
startClock();
startSound(document.querySelector("[data-sound]"));
startDrafts(document.body.dataset.person || "", null);
window.setInterval(() => { if (calls()) chime(); }, AGAIN);
look();
end();
