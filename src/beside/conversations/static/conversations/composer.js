// @ts-check
/** The box people write in: never disabled, keeps its draft in the tab, sends once. */

/** @returns {string} 128 random bits as hex: the mark that makes a retry harmless */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} key @returns {string} */
function kept(key) {
  try { return sessionStorage.getItem(key) || ""; } catch (_error) { return ""; }
}

/** @param {string} key @param {string} value */
function keep(key, value) {
  try {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch (_error) { /* a private window may refuse: the words stay in the box */ }
}

export class Composer {
  /**
   * @param {HTMLFormElement} form holding one textarea
   * @param {{send: (id: string, words: string) => void, typing?: (on: boolean) => void, always?: boolean}} doors
   */
  constructor(form, doors) {
    this.form = form;
    this.box = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    this.doors = doors;
    this.key = "draft:" + (form.dataset.draft || form.action);
    this.typingSent = 0;
    this.typingOff = 0;
    this.held = ""; // words that came back, in front of what was written since
    if (!this.box.value) this.box.value = kept(this.key);
    this.grow();
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("keydown", (event) => this.pressed(event));
  }

  submit() {
    const words = this.box.value.trim();
    if (!words) { this.box.focus(); return; }
    const id = newId();
    this.box.value = this.held = "";
    keep(this.key, "");
    this.stopTyping();
    this.grow();
    this.doors.send(id, words);
  }

  /** Put words into the box after what is there. @param {string} words */
  add(words) {
    this.box.value = (this.box.value ? this.box.value.trimEnd() + " " : "") + words;
    this.changed();
    this.box.focus();
  }

  /** Put words back that have to wait, in the order they were sent. @param {string} words */
  back(words) {
    const before = this.held && this.box.value.startsWith(this.held) ? this.held : "";
    const since = this.box.value.slice(before.length).replace(/^\n/, "");
    this.held = before ? before + "\n" + words : words;
    this.box.value = since ? this.held + "\n" + since : this.held;
    keep(this.key, this.box.value);
    this.grow();
  }

  changed() {
    keep(this.key, this.box.value);
    this.form.dispatchEvent(new CustomEvent("draft", { bubbles: true, detail: this.box.value.length }));
    this.grow();
    if (!this.doors.typing) return;
    window.clearTimeout(this.typingOff);
    this.typingOff = window.setTimeout(() => this.stopTyping(), 4000);
    if (Date.now() - this.typingSent > 3000) {
      this.typingSent = Date.now();
      this.doors.typing(true);
    }
  }

  stopTyping() {
    window.clearTimeout(this.typingOff);
    if (this.typingSent && this.doors.typing) this.doors.typing(false);
    this.typingSent = 0;
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    const hardware = matchMedia("(hover: hover) and (pointer: fine)").matches;
    const plain = !event.shiftKey && !event.altKey && !event.metaKey && !event.ctrlKey;
    if ((event.ctrlKey || event.metaKey) || (plain && hardware && !this.doors.always)) {
      event.preventDefault();
      this.submit();
    }
  }

  /** For browsers without field-sizing. */
  grow() {
    if (window.CSS && CSS.supports("field-sizing", "content")) return;
    this.box.rows = Math.min(5, Math.max(1, this.box.value.split("\n").length, Math.ceil(this.box.value.length / 42)));
  }
}
