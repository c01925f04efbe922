// @ts-check
/** One chat on a page: log, composer, presence, typing, announcements. The seeker's page and the console mount it. */

import { Composer, newId } from "./composer.js";
import { AGAIN, Link } from "./link.js";
import { Log } from "./log.js";
import { clear, tell } from "./slowed.js";

/** @typedef {import("./link.js").Frame} Frame */

const TYPING_ENDS = 6000;

/** @param {string} key @returns {Array<{id: string, words: string}>} */
function unsent(key) {
  try { return JSON.parse(sessionStorage.getItem(key) || "[]"); } catch (_error) { return []; }
}

export class Chat {
  /**
   * @param {HTMLElement} root with data-conversation; holds the log, templates and form[data-composer]
   * @param {Link} link
   * @param {{announce?: (text: string) => void, moved?: (frame: Frame) => void}} [options]
   */
  constructor(root, link, options) {
    this.root = root;
    this.link = link;
    this.options = options || {};
    this.id = root.dataset.conversation || "";
    this.key = "unsent:" + this.id;
    this.log = new Log(root);
    this.typingEnd = 0;
    const form = /** @type {HTMLFormElement | null} */ (root.querySelector("form[data-composer]"));
    if (form) {
      this.composer = new Composer(form, {
        send: (id, words) => this.send(id, words),
        typing: (on) => link.send({ t: "typing", c: this.id, on }),
        always: root.dataset.enter === "newline",
      });
    }
    root.addEventListener("click", (event) => this.clicked(event));
    unsent(this.key).forEach((one) => this.send(one.id, one.words));
    link.watch(this.id, { after: () => this.log.position, hear: (frame) => this.hear(frame) });
    document.addEventListener("visibilitychange", () => this.read());
  }

  /** @param {string} id @param {string} words */
  send(id, words) {
    const waiting = unsent(this.key).filter((one) => one.id !== id);
    this.store(waiting.concat({ id, words }));
    this.log.pending(id, words);
    this.link.say(this.id, id, words);
  }

  /** @param {Array<{id: string, words: string}>} waiting */
  store(waiting) {
    try { sessionStorage.setItem(this.key, JSON.stringify(waiting)); } catch (_error) { /* kept on the page */ }
  }

  /** @param {Frame} frame */
  hear(frame) {
    if (frame.t === "entry") this.entered(frame);
    else if (frame.t === "said") this.said(frame);
    else if (frame.t === "no" && frame.id) this.refused(frame);
    else if (frame.t === "seen") this.log.seenUpto(frame.p);
    else if (frame.t === "typing") this.typing(frame);
    else if (frame.t === "presence") this.presence(frame.who, frame.here);
    else if (frame.t === "open") this.stands(frame);
    else if (frame.t === "head" && frame.p > this.log.position) this.link.resume(this.id);
  }

  /** @param {Frame} frame */
  entered(frame) {
    const outcome = this.log.show(frame);
    if (outcome === "gap") this.link.resume(this.id);
    if (outcome !== "shown") return;
    if (!frame.mine) this.typing({ t: "typing", on: false });
    if (!frame.mine && this.options.announce) this.options.announce((frame.who ? frame.who + ": " : "") + (frame.words || ""));
    if (this.options.moved) this.options.moved(frame);
    this.read();
  }

  /** @param {Frame} frame */
  said(frame) {
    this.store(unsent(this.key).filter((one) => one.id !== frame.id));
    this.log.mark(frame.id, "sent");
    clear(this.root);
    if (frame.p === this.log.position + 1) this.log.show({ t: "entry", kind: "said", mine: true, id: frame.id, p: frame.p });
    else if (frame.p > this.log.position) this.link.resume(this.id);
    if (this.options.announce) this.options.announce(this.root.dataset.sent || "");
  }

  /** @param {Frame} frame */
  refused(frame) {
    if (AGAIN.includes(frame.code)) return;
    if (frame.code === "slow" && this.composer) this.giveBack(this.composer, frame);
    else this.log.mark(frame.id, "failed", frame.why);
  }

  /** Words that have to wait go back into the box. @param {Composer} composer @param {Frame} frame */
  giveBack(composer, frame) {
    const line = this.log.byId(frame.id);
    const words = line && line.querySelector("[data-words]");
    if (!line || !words) return;
    composer.back(words.textContent || "");
    this.store(unsent(this.key).filter((one) => one.id !== frame.id));
    line.remove();
    this.log.stamp();
    tell(this.root, frame.why, frame.retry_after);
  }

  /** @param {Frame} frame */
  stands(frame) {
    this.log.seenUpto(frame.seen || 0);
    (frame.here || []).forEach((/** @type {string} */ who) => this.presence(who, true));
    this.read();
  }

  /** @param {Frame} frame */
  typing(frame) {
    const dots = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-typing]"));
    if (!dots) return;
    window.clearTimeout(this.typingEnd);
    dots.hidden = !frame.on;
    if (frame.on) this.typingEnd = window.setTimeout(() => { dots.hidden = true; }, TYPING_ENDS);
  }

  /** @param {string} who @param {boolean} here */
  presence(who, here) {
    const line = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-presence]"));
    if (line && (!line.dataset.who || line.dataset.who === who)) line.dataset.presence = here ? "here" : "away";
  }

  read() {
    if (document.visibilityState !== "visible" || !this.log.position) return;
    this.link.send({ t: "read", c: this.id, p: this.log.position });
  }

  /** @param {Event} event */
  clicked(event) {
    const retry = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-retry]"));
    const line = retry && /** @type {HTMLElement | null} */ (retry.closest("[data-id]"));
    const words = line && line.querySelector("[data-words]");
    if (!line || !words) return;
    this.log.mark(line.dataset.id || "", "sending");
    this.send(line.dataset.id || newId(), words.textContent || "");
  }
}
