// @ts-check
/** A conversation's log on a page. Shows entries by cloning the page's templates, the server's own partial.
 * Knows how far it has shown; never moves the reader who has scrolled up. */

import { fill } from "./cards.js";
/** @typedef {import("./link.js").Frame} Frame */

const NEAR_END = 120; // pixels from the end within which a reader is taken along

/** @param {Element | DocumentFragment} root @param {string} name @returns {HTMLElement | null} */
function part(root, name) {
  return root.querySelector("[data-" + name + "]");
}

export class Log {
  /** @param {HTMLElement} root the element with data-conversation, holding [data-log], [data-scroller], templates */
  constructor(root) {
    this.root = root;
    this.list = /** @type {HTMLElement} */ (part(root, "log"));
    this.scroller = /** @type {HTMLElement} */ (part(root, "scroller") || this.list);
    this.position = Number(root.dataset.head || 0);
    this.seen = Number(root.dataset.seen || 0);
    this.clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeStyle: "short" });
    this.list.querySelectorAll("time[datetime]").forEach((time) => this.localTime(/** @type {HTMLTimeElement} */ (time)));
    this.stamp();
    this.toEnd();
  }

  /** @param {Frame} frame @returns {"shown" | "known" | "gap"} */
  show(frame) {
    if (frame.p <= this.position) return this.settle(frame) ? "shown" : "known";
    if (frame.p > this.position + 1) return "gap";
    this.position = frame.p;
    if (frame.target) { this.change(frame); return "shown"; }
    const stay = !this.atEnd() && !frame.mine;
    if (!this.settle(frame)) this.list.append(this.built(frame));
    this.stamp();
    if (!stay) this.toEnd();
    return "shown";
  }

  /** A bubble for words on their way. @param {string} id @param {string} words */
  pending(id, words) {
    if (this.byId(id)) return;
    const line = this.built({ t: "entry", kind: "said", mine: true, side: "", who: "", words, id, at: new Date().toISOString() });
    line.dataset.state = "sending";
    this.list.append(line);
    this.stamp();
    this.toEnd();
  }

  /** @param {string} id @param {string} state sending, sent, failed @param {string} [why] */
  mark(id, state, why) {
    const line = this.byId(id);
    if (!line) return;
    line.dataset.state = state;
    const note = part(line, "why");
    if (note) note.textContent = why || "";
    this.stamp();
  }

  /** @param {number} upto */
  seenUpto(upto) {
    this.seen = Math.max(this.seen, upto);
    this.stamp();
  }

  /** Turn our own pending bubble into the entry on disk. @param {Frame} frame @returns {boolean} */
  settle(frame) {
    const line = frame.mine && frame.id ? this.byId(frame.id) : null;
    if (!line || line.dataset.p) return !!line && line.dataset.p === String(frame.p);
    line.dataset.p = String(frame.p);
    line.dataset.state = "sent";
    this.list.append(line);
    this.stamp();
    return true;
  }

  /** @param {Frame} frame */
  change(frame) {
    const line = /** @type {HTMLElement | null} */ (this.list.querySelector('[data-p="' + frame.target + '"]'));
    const words = line && part(line, "words");
    if (line && words) {
      words.textContent = frame.words;
      line.dataset.changed = frame.kind;
    }
  }

  /** @param {Frame} frame @returns {HTMLElement} */
  built(frame) {
    const line = this.clone(frame);
    if (frame.p) line.dataset.p = String(frame.p);
    line.dataset.id = frame.id || "";
    line.dataset.by = frame.mine ? "me" : frame.who || frame.side;
    line.dataset.at = frame.at;
    const words = part(line, "words");
    if (frame.card) fill(line, frame.about || {});
    else if (words) words.textContent = frame.words;
    const who = part(line, "who");
    if (who) who.textContent = frame.who;
    const face = line.querySelector(".av");
    if (face && frame.who !== this.root.dataset.listener) face.remove();
    const time = line.querySelector("time");
    if (time) { time.dateTime = frame.at; this.localTime(time); }
    if (frame.danger) line.dataset.danger = String(frame.danger);
    const before = this.list.lastElementChild;
    if (before instanceof HTMLElement && before.dataset.by === line.dataset.by && frame.kind === "said") line.classList.add("turn-same");
    return line;
  }

  /** @param {Frame} frame @returns {HTMLElement} */
  clone(frame) {
    const side = frame.mine ? "mine" : frame.kind === "said" ? "theirs" : "service";
    const wanted = frame.card ? "card-" + frame.card : frame.about && frame.about.style ? "aside" : "line-" + side;
    const found = this.root.querySelector('template[data-line="' + wanted + '"]') || this.root.querySelector('template[data-line="line-' + side + '"]');
    const copy = /** @type {HTMLTemplateElement} */ (found).content.cloneNode(true);
    return /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (copy).firstElementChild);
  }

  /** @param {string} id @returns {HTMLElement | null} */
  byId(id) {
    return Array.from(/** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("[data-id]"))).find((one) => one.dataset.id === id) || null;
  }

  stamp() { // only the last of our own lines says how far it got
    const mine = /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll('[data-by="me"]'));
    mine.forEach((line, index) => {
      const p = Number(line.dataset.p || 0);
      const state = line.dataset.state === "failed" ? "failed" : !p ? "sending" : p <= this.seen ? "seen" : "sent";
      line.dataset.state = state;
      line.classList.toggle("turn-last", index === mine.length - 1 || state === "failed");
    });
  }

  /** @param {HTMLTimeElement} time */
  localTime(time) {
    const at = new Date(time.dateTime);
    if (!isNaN(at.getTime())) time.textContent = this.clock.format(at);
  }

  atEnd() {
    const box = this.scroller;
    return Math.abs(box.scrollTop) < NEAR_END || box.scrollHeight - box.clientHeight - box.scrollTop < NEAR_END;
  }

  toEnd() {
    const reversed = getComputedStyle(this.scroller).flexDirection === "column-reverse";
    this.scroller.scrollTop = reversed ? 0 : this.scroller.scrollHeight;
  }
}
