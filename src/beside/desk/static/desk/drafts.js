// @ts-check
// Half-written words stay in this tab (sessionStorage), nowhere else. They survive a reload, a lost socket and an
// ended session; they go when they are sent, when their chat is over, and when somebody else signs in here.

const MARKS = ["draft:", "unsent:"];
const PAUSE = 2000;
const QUIET = 10000; // the status speaks at most once in ten seconds

/** @param {HTMLTextAreaElement} box */
const place = (box) => `draft:${box.dataset.draft}`;

/** @param {HTMLTextAreaElement} box */
function remember(box) {
  if (box.value.trim()) sessionStorage.setItem(place(box), box.value);
  else sessionStorage.removeItem(place(box));
}

/** @param {HTMLTextAreaElement} box */
function restore(box) {
  const kept = sessionStorage.getItem(place(box));
  if (kept) box.value = kept;
}

/** @param {ParentNode} root @returns {HTMLTextAreaElement[]} */
const boxes = (root) => Array.from(root.querySelectorAll("textarea[data-draft]"));

/** @param {(key: string) => boolean} which */
function clear(which) {
  Object.keys(sessionStorage)
    .filter((key) => MARKS.some((mark) => key.startsWith(mark)) && which(key))
    .forEach((key) => sessionStorage.removeItem(key));
}

/** @param {string} person whose tab this is @param {string[] | null} chats those on this page; null leaves all drafts alone */
export function startDrafts(person, chats) {
  if (sessionStorage.getItem("desk-owner") !== person) clear(() => true);
  sessionStorage.setItem("desk-owner", person);
  if (chats) clear((key) => !key.endsWith(":wrap") && !chats.some((chat) => key.includes(chat)));
  boxes(document).forEach(restore);
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (box instanceof HTMLTextAreaElement && box.dataset.draft) remember(box);
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || form.dataset.autosave) return;
    boxes(form).forEach((box) => sessionStorage.removeItem(place(box))); // what is refused comes back in the page
  });
}

/** A form with `data-autosave` is sent two seconds after the last key, when its field is left, and when the page is. */
class Autosave {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave || form.action;
    this.state = /** @type {HTMLElement | null} */ (form.querySelector("[data-saved]"));
    this.timer = 0;
    this.spoke = 0;
    this.busy = false;
    this.sent = form.dataset.fresh === undefined ? this.body().toString() : "";
    boxes(form).forEach(restore);
    if (this.body().toString() !== this.sent) this.later(PAUSE);
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", () => clearTimeout(this.timer));
    addEventListener("pagehide", () => {
      if (this.body().toString() !== this.sent) navigator.sendBeacon(this.url, this.body());
    });
  }

  body() {
    return new URLSearchParams(/** @type {any} */ (new FormData(this.form)));
  }

  /** @param {number} pause */
  later(pause) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), pause);
  }

  async save() {
    clearTimeout(this.timer);
    const now = this.body();
    if (this.busy || now.toString() === this.sent) return;
    this.busy = true;
    this.tell("saving");
    const kept = await this.post(now);
    this.busy = false;
    this.tell(kept ? "saved" : "failed");
    if (kept) this.sent = now.toString();
    if (kept) boxes(this.form).forEach((box) => sessionStorage.removeItem(place(box)));
    if (this.body().toString() !== this.sent) this.later(kept ? PAUSE : 2 * PAUSE);
  }

  /** @param {URLSearchParams} body */
  async post(body) {
    try {
      return (await fetch(this.url, { method: "POST", body, redirect: "error", headers: { "X-By": "script" } })).ok;
    } catch {
      return false;
    }
  }

  /** @param {"saving" | "saved" | "failed"} word */
  tell(word) {
    if (!this.state) return;
    const quiet = word === "saving" || (word === "saved" && Date.now() - this.spoke < QUIET);
    if (!quiet) this.spoke = Date.now();
    this.state.setAttribute("aria-live", quiet ? "off" : "polite");
    this.state.dataset.state = word;
    const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.state.textContent = (this.state.dataset["when" + word] || "").replace("%s", at);
  }
}

export function startAutosave() {
  document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(/** @type {HTMLFormElement} */ (form)));
}
