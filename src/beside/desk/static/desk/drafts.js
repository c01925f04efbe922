// @ts-check
// Half-written words stay in this tab (sessionStorage), never anywhere else, under the person who wrote them.
// They survive a reload, a lost socket and an ended session; they go when they are sent, and when someone else signs in.

const MARK = "draft:";
let owner = "";

/** @param {string} key */
const place = (key) => `${MARK}${owner}:${key}`;

/** @param {HTMLTextAreaElement} box */
function remember(box) {
  const key = place(box.dataset.draft || "");
  if (box.value.trim()) sessionStorage.setItem(key, box.value);
  else sessionStorage.removeItem(key);
  say(box, Boolean(box.value.trim()));
}

/** @param {HTMLTextAreaElement} box @param {boolean} kept */
function say(box, kept) {
  const note = box.dataset.kept ? document.getElementById(box.dataset.kept) : null;
  if (note) note.hidden = !kept;
}

/** Put words at the end of what is already written, with a space between. Never sends, never moves the focus unless asked.
 * @param {HTMLTextAreaElement} box @param {string} words */
export function put(box, words) {
  const before = box.value;
  box.value = before && !/\s$/.test(before) ? `${before} ${words}` : before + words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLTextAreaElement} box */
export function forget(box) {
  sessionStorage.removeItem(place(box.dataset.draft || ""));
  say(box, false);
}

/** Give every `textarea[data-draft]` under `root` its words back, and follow it from now on.
 * @param {ParentNode} root */
export function restore(root) {
  root.querySelectorAll("textarea[data-draft]").forEach((node) => {
    const box = /** @type {HTMLTextAreaElement} */ (node);
    const kept = sessionStorage.getItem(place(box.dataset.draft || ""));
    if (kept && !box.value.trim()) {
      box.value = kept;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    say(box, Boolean(box.value.trim()));
  });
}

/** Drafts of another person, or of chats that are no longer on this console, are taken away.
 * @param {string} person @param {string[]} chats */
export function start(person, chats) {
  owner = person;
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(MARK))
    .filter((key) => !chats.some((chat) => key.startsWith(place(chat))))
    .forEach((key) => sessionStorage.removeItem(key));
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (box instanceof HTMLTextAreaElement && box.dataset.draft) remember(box);
  });
  restore(document);
}
