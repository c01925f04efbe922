// @ts-check
// What staff say beside a chat: notes, questions to the supervisors, whispers. They live in a log of their own (the
// backstage), which no seeker has a seat in; each says which line of the chat it stands beside, so no clock is needed.

/** @typedef {import("../conversations/link.js").Frame} Frame */
/** @typedef {import("../conversations/link.js").Link} Link */

import { newId } from "../conversations/composer.js";

const SHOWN = ["note", "question", "whisper", "mark"];

export class Aside {
  /** @param {HTMLElement} root the chat's pane @param {Link} link @param {{heard: (frame: Frame) => void}} doors */
  constructor(root, link, doors) {
    this.root = root;
    this.link = link;
    this.doors = doors;
    this.id = root.dataset.backstage || "";
    this.position = Number(root.dataset.backstageHead || 0);
    this.list = /** @type {HTMLElement} */ (root.querySelector("[data-log]"));
    this.mould = /** @type {HTMLTemplateElement} */ (root.querySelector("template[data-aside]"));
    if (this.id) link.watch(this.id, { after: () => this.position, hear: (frame) => this.hear(frame) });
    root.querySelectorAll("form[data-style]").forEach((form) => this.follow(/** @type {HTMLFormElement} */ (form)));
  }

  /** The last line of the chat on this page: what a new aside stands beside. */
  get beside() {
    const last = Array.from(this.list.querySelectorAll("[data-p]")).pop();
    return Number(last?.getAttribute("data-p") || 0);
  }

  /** Sent by the socket when there is one; as a plain form when there is none.
   * @param {HTMLFormElement} form */
  follow(form) {
    const box = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    const mark = /** @type {HTMLInputElement} */ (form.elements.namedItem("mark"));
    form.addEventListener("submit", (event) => {
      const beside = /** @type {HTMLInputElement} */ (form.elements.namedItem("beside"));
      beside.value = String(this.beside);
      if (!box.value.trim()) event.preventDefault();
      if (!box.value.trim() || !this.id || !this.link.open) return;
      event.preventDefault();
      const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
      fetch(form.action, { method: "POST", body, redirect: "error", headers: { "X-By": "script" } })
        .then((answer) => { if (answer.ok) this.empty(box, mark); else form.submit(); })
        .catch(() => { /* no network: the words stay in their box */ });
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    });
  }

  /** It is on disk: the box is for the next one. @param {HTMLTextAreaElement} box @param {HTMLInputElement} mark */
  empty(box, mark) {
    box.value = "";
    mark.value = newId();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {Frame} frame */
  hear(frame) {
    if (frame.t === "said" && frame.p > this.position) this.link.resume(this.id);
    if (frame.t === "head" && frame.p > this.position) this.link.resume(this.id);
    if (frame.t !== "entry" || frame.p <= this.position) return;
    if (frame.p > this.position + 1) return this.link.resume(this.id);
    this.position = frame.p;
    if (frame.kind === "said" && frame.about && SHOWN.includes(frame.about.style)) this.show(frame);
  }

  /** @param {Frame} frame */
  show(frame) {
    const copy = /** @type {DocumentFragment} */ (this.mould.content.cloneNode(true));
    const line = /** @type {HTMLElement} */ (copy.firstElementChild);
    line.dataset.style = frame.about.style;
    const who = line.querySelector("[data-who]");
    if (who) who.textContent = frame.who;
    const words = line.querySelector("[data-words]");
    if (words) words.textContent = frame.words;
    this.place(line, Number(frame.about.beside || 0));
    if (!frame.mine) this.doors.heard(frame);
  }

  /** After the chat's line with this position, and after the asides that are there already.
   * @param {HTMLElement} line @param {number} beside */
  place(line, beside) {
    const anchor = this.list.querySelector(`[data-p="${beside}"]`);
    let last = /** @type {Element | null} */ (anchor);
    while (last && last.nextElementSibling?.matches("[data-aside]")) last = last.nextElementSibling;
    if (last) last.after(line);
    else this.list.append(line);
  }
}

// "Waiting on you": how long the person's first unanswered line has been there. Turns lamp at 90 s, never red, no sound.

export class Waiting {
  /** @param {HTMLElement} root the chat's pane */
  constructor(root) {
    this.name = root.dataset.name || "";
    this.list = /** @type {HTMLElement} */ (root.querySelector("[data-log]"));
    this.stamp = /** @type {HTMLElement} */ (root.querySelector("[data-waiting]"));
    this.look();
  }

  /** Look at the log again: after a line came, or one of ours left. */
  look() {
    let first = "", answered = false;
    for (const line of Array.from(this.list.querySelectorAll("[data-by]")).reverse()) {
      const { by, state, at } = /** @type {HTMLElement} */ (line).dataset;
      answered = answered || (by === "me" && state !== "failed");
      line.toggleAttribute("data-colleague", by !== "me" && by !== "service" && by !== this.name);
      if (by === this.name && !answered) first = at || first;
    }
    this.stamp.hidden = !first;
    if (this.stamp.dataset.since !== first) this.stamp.classList.remove("late");
    if (first) this.stamp.dataset.since = first;
    else delete this.stamp.dataset.since;
  }
}

/** The chat is over. When the person erased it, their words leave this screen too, beside the log as well.
 * @param {HTMLElement} root the chat's pane @param {Frame} frame */
export function ended(root, frame) {
  root.querySelector("[data-ended]")?.removeAttribute("hidden");
  if (!frame.about || !frame.about.erased) return;
  root.querySelectorAll(`[data-log] > :not([data-p="${frame.p}"])`).forEach((line) => line.remove());
  document.querySelector(`[data-panel="${root.dataset.conversation}"] .pane-b`)?.replaceChildren();
  root.querySelector(".nudges")?.replaceChildren();
  root.toggleAttribute("data-erased", true);
}

// What was asked for before an erasure, or goes on asking, finds no panel to put its answer in.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail, target } = /** @type {CustomEvent} */ (event);
  if (/** @type {Element} */ (target).closest("[data-erased]")) detail.shouldSwap = false;
});
