// @ts-check
// The console: one socket, up to two chats on the same modules as the seeker's page, the line and the panel beside them.

import { Chat } from "../conversations/chat.js";
import { Link } from "../conversations/link.js";
import { Aside, Waiting, ended } from "./beside.js";
import { chime, startClock, startSound } from "./clock.js";
import { startCommands, startDialogs } from "./commands.js";
import { startAutosave, startDrafts } from "./drafts.js";
import { Banner, poll } from "./lifeline.js";
import { offered } from "./offered.js";
import { active, show, showing, startPanes, startTabs } from "./panes.js";

const { person, chats: ids } = document.body.dataset;
const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
const link = new Link();
/** @type {Map<string, Chat>} */
const chats = new Map();
/** @type {Map<string, string>} */
const told = new Map();
let unseen = 0;

/** One polite node says each new thing once. @param {string} text */
function announce(text) {
  announcer.textContent = announcer.textContent === text ? text + "\u00a0" : text;
}

/** @param {string} id @param {number | null} count null adds one */
function badge(id, count) {
  const mark = /** @type {HTMLElement | null} */ (document.querySelector(`[data-badge="${id}"]`));
  if (!mark) return;
  mark.textContent = String(count === null ? Number(mark.textContent) + 1 : count);
  mark.hidden = mark.textContent === "0";
}

/** @param {HTMLElement} root */
function mount(root) {
  const id = root.dataset.conversation || "";
  const waiting = new Waiting(root);
  const other = (announcer.dataset.other || "").replace("%s", root.dataset.name || "");
  const chat = new Chat(root, link, {
    announce: (text) => announce(active() === id || text === root.dataset.sent ? text : other),
    moved: (frame) => {
      waiting.look();
      if (frame.kind === "closed") ended(root, frame);
      if (frame.mine) return;
      if (!showing(id)) badge(id, null);
      if (document.hidden) title(unseen + 1);
      if (document.hidden || active() !== id) chime();
    },
  });
  const read = chat.read.bind(chat);
  chat.read = () => { if (showing(id)) read(); };
  const send = chat.send.bind(chat);
  chat.send = (mark, words) => { send(mark, words); kept(root, false); waiting.look(); };
  root.addEventListener("draft", (event) => kept(root, /** @type {CustomEvent} */ (event).detail > 0));
  kept(root, Boolean(chat.composer?.box.value));
  new Aside(root, link, { heard: (frame) => announce(`${frame.who}: ${frame.words}`) });
  chats.set(id, chat);
}

/** @param {HTMLElement} root @param {boolean} is */
function kept(root, is) {
  const note = /** @type {HTMLElement | null} */ (root.querySelector("[data-kept]"));
  if (note) note.hidden = !is;
}

/** A prompt puts its words into the reply of its chat; it never sends. @param {HTMLElement} button */
function put(button) {
  const id = button.dataset.put || "";
  show(id);
  chats.get(id)?.composer?.add(button.dataset.words || "");
}

/** Turn the active chat's foot to "To supervisor". @param {string} id */
function hand(id) {
  show(id);
  document.getElementById(`t-question-${id}`)?.click();
  document.getElementById(`question-${id}`)?.focus();
}

/** A level that rose is said once, for those who do not see the chip. */
function levels() {
  document.querySelectorAll("[data-level]").forEach((node) => {
    const { level, spoken } = /** @type {HTMLElement} */ (node).dataset;
    const before = told.get(node.id);
    told.set(node.id, level || "");
    if (before !== undefined && before !== level) announce(spoken || "");
  });
}

/** The tab says how much came while nobody looked. @param {number} count */
function title(count) {
  unseen = count;
  document.title = (count ? `(${count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
}

/** The rail was fetched again: say what is new, and show the count on the switcher. @param {HTMLElement} rail */
function railed(rail) {
  const body = /** @type {HTMLElement | null} */ (rail.querySelector("[data-count]"));
  if (!body) return;
  badge("line", Number(body.dataset.count));
  offered(body.dataset.offer || "", () => {
    announce(body.dataset.spoken || "");
    if (document.hidden) title(unseen + 1);
  });
  rail.querySelectorAll("[data-gone]").forEach((note) => {
    chats.get(note.getAttribute("data-gone") || "")?.root.querySelector("[data-over]")?.removeAttribute("hidden");
  });
}

let due = 0;
/** Hints come in swarms: the fragments are fetched once for all of them, half a second later at most. */
function desk() {
  due = due || window.setTimeout(() => { due = 0; document.body.dispatchEvent(new CustomEvent("desk")); }, 200 + Math.random() * 300);
}
link.on("desk", desk);
link.on("link", (frame) => { if (frame.state === "open") link.send({ t: "desk" }); });

startClock();
startDrafts(person || "", (ids || "").split(" ").filter(Boolean));
startTabs();
startPanes(/** @type {HTMLElement} */ (document.querySelector(".co-grid")));
startDialogs();
startCommands(/** @type {HTMLDialogElement} */ (document.getElementById("commands")));
startSound(document.querySelector("[data-sound]"));
document.querySelectorAll(".ch[data-conversation]").forEach((root) => mount(/** @type {HTMLElement} */ (root)));
startAutosave();
const banner = new Banner(/** @type {HTMLElement} */ (document.getElementById("lifeline")), link);
poll(link, chats, (status) => { if (status === 401) banner.end(); });

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = target.closest("[data-put]");
  if (button) put(/** @type {HTMLElement} */ (button));
  if (target.closest("[data-hand]")) hand(active());
});
document.addEventListener("pane:active", (event) => {
  const id = /** @type {CustomEvent} */ (event).detail;
  badge(id, 0);
  chats.get(id)?.read();
});
const rail = /** @type {HTMLElement} */ (document.getElementById("line"));
railed(rail);
document.body.addEventListener("htmx:afterSettle", () => { railed(rail); levels(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) title(0); });
levels();
document.addEventListener("clock:out", desk);
