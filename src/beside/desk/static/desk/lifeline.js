// @ts-check
// Says within five seconds that the live connection is gone, and when it is back. A session that has ended is another
// thing: the page stays, the drafts stay, and one link opens the way in beside it.

/** @typedef {import("../conversations/link.js").Link} Link */

const PATIENCE = 4000;

export class Banner {
  /** @param {HTMLElement} bar @param {Link} link */
  constructor(bar, link) {
    this.bar = bar;
    this.link = link;
    this.ended = false;
    this.lostAt = 0;
    link.on("link", (frame) => this.changed(frame.state));
    setInterval(() => this.listen(), 1500);
    addEventListener("focus", () => this.tryAgain());
    document.body.addEventListener("htmx:beforeOnLoad", (event) => this.answered(event));
  }

  /** Ask for a sign of life; silence is a lost connection, whatever the socket says. */
  listen() {
    if (this.ended) return;
    const quiet = Date.now() - this.link.heard;
    if (this.link.open && quiet > PATIENCE / 2) this.link.send({ t: "ping" });
    this.say(this.link.open && quiet <= PATIENCE ? "" : "lost");
  }

  /** @param {string} state */
  changed(state) {
    if (state === "ended") this.end();
    else if (state === "open" && !this.ended) this.say("");
  }

  end() {
    this.ended = true;
    this.say("ended");
  }

  /** @param {"" | "lost" | "ended"} state */
  say(state) {
    if (this.bar.dataset.state === state) return;
    this.bar.dataset.state = state;
    this.bar.querySelectorAll("[data-when]").forEach((part) => {
      /** @type {HTMLElement} */ (part).hidden = part.getAttribute("data-when") !== state;
    });
    this.bar.hidden = !state;
  }

  /** Back from signing in: when a fragment can be had again, the page is read again, drafts and all. */
  async tryAgain() {
    if (!this.ended) return;
    try {
      const answer = await fetch(this.bar.dataset.probe || "", { headers: { "HX-Request": "true" } });
      if (answer.status === 200) location.reload();
    } catch { /* no network: the next time this window gets the focus */ }
  }

  /** A fragment that would lead to the way in must not take the page away.
   * @param {Event} event */
  answered(event) {
    const xhr = /** @type {CustomEvent} */ (event).detail.xhr;
    if (!xhr.getResponseHeader("HX-Redirect")) return;
    event.preventDefault();
    this.end();
  }
}

// When the socket is lost: every five seconds the new lines are fetched and the unsent ones posted, by the same marks,
// so that nothing is doubled when the socket comes back.

/** @typedef {import("../conversations/chat.js").Chat} Chat */

const EVERY = 5000;

/** @returns {string} */
const token = () => /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"))?.value || "";

/** @param {Chat} chat */
async function fetchLines(chat) {
  const answer = await fetch(`${chat.root.dataset.lines}?after=${chat.log.position}`, { redirect: "error" });
  if (!answer.ok) return answer.status;
  (await answer.json()).forEach((/** @type {any} */ frame) => chat.hear(frame));
  return answer.status;
}

/** @param {Link} link @param {Map<string, Chat>} chats */
async function postUnsaid(link, chats) {
  for (const frame of Array.from(link.unsaid.values())) {
    const chat = chats.get(frame.c || "");
    if (!chat) continue;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), mark: frame.id, words: frame.words });
    const answer = await fetch(chat.root.dataset.lines || "", { method: "POST", body, redirect: "error" });
    if (answer.ok) link.hear(await answer.json());
  }
}

/** @param {Link} link @param {Map<string, Chat>} chats @param {(status: number) => void} told */
export function poll(link, chats, told) {
  let busy = false;
  const turn = async () => {
    if (link.open || busy) return;
    busy = true;
    try {
      await postUnsaid(link, chats);
      for (const chat of chats.values()) told(await fetchLines(chat));
      document.body.dispatchEvent(new CustomEvent("desk"));
    } catch { /* the network is gone as well: the next turn tries again */ }
    busy = false;
  };
  setInterval(turn, EVERY);
}
