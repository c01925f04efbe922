// @ts-check
/** The seeker's chat page: one chat, one announcer, one offline line. */

import { Chat } from "./chat.js";
import { Link } from "./link.js";
import "../web/viewport.js";

const SHOWN_AFTER = 3000;
const PATIENCE = 4000;

const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-conversation]"));
const announcer = document.getElementById("announcer");
const offline = /** @type {HTMLElement | null} */ (document.querySelector("[data-offline]"));

/** One node speaks each new line once. @param {string} text */
function announce(text) {
  if (announcer) announcer.textContent = text;
}

let leftAt = 0;
/** Somebody is on their way to another page: drawing this one again would take them back. */
function leaves() { leftAt = Date.now(); }
window.addEventListener("beforeunload", leaves);
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("a[href]")) leaves();
});

/** Who is here has changed: draw the page again, unless a word is half written; later, for somebody who leaves. */
function redraw() {
  if (Date.now() - leftAt < PATIENCE) { window.setTimeout(redraw, PATIENCE); return; }
  const box = document.querySelector("textarea");
  if (!box || !box.value || box !== document.activeElement) location.reload();
}

/** @param {import("./link.js").Frame} frame */
function moved(frame) {
  const answered = frame.kind === "notice" && document.querySelector("[data-log] [data-question]");
  if (answered || frame.kind === "joined" || frame.kind === "left" || frame.kind === "closed") window.setTimeout(redraw, 400);
}

/** @param {Link} link */
function watchTheLine(link) {
  let timer = 0;
  const lost = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (offline) offline.hidden = link.open; }, SHOWN_AFTER);
  };
  link.on("link", (frame) => {
    if (frame.state === "ended") { location.replace("/"); return; }
    if (frame.state !== "open") { lost(); return; }
    window.clearTimeout(timer);
    if (offline) offline.hidden = true;
  });
  window.addEventListener("offline", lost);
}

if (root) {
  const link = new Link("seeker");
  watchTheLine(link);
  link.on("go", (frame) => { if (frame.to && frame.to !== location.pathname) location.replace(frame.to); });
  document.addEventListener("beside:leave", () => link.end());
  new Chat(root, link, { announce, moved });
}
