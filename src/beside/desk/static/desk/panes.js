// @ts-check
// Which chat is active, and which pane a narrow screen shows. The active chat has the sea bar and owns the panel.
// F6 and Shift+F6 walk: line, first chat, second chat, panel. Nothing that arrives moves the focus.

/** @type {HTMLElement} */
let grid;

const chats = () => /** @type {HTMLElement[]} */ (Array.from(grid.querySelectorAll(".ch")));

/** The conversation id of the active chat, or "". */
export const active = () => grid.querySelector(".ch.on")?.getAttribute("data-chat") || "";

/** @param {string} id */
export const pane = (id) => chats().find((chat) => chat.dataset.chat === id) || null;

/** @param {string} at "line", "panel" or a conversation id */
function mark(at) {
  document.querySelectorAll("[data-go]").forEach((link) => {
    if (link.getAttribute("data-go") === at) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

/** Make a chat the active one. The focus stays where it is.
 * @param {string} id */
export function activate(id) {
  if (!pane(id)) return;
  chats().forEach((chat) => chat.classList.toggle("on", chat.dataset.chat === id));
  grid.querySelectorAll("[data-panel]").forEach((panel) => {
    /** @type {HTMLElement} */ (panel).hidden = panel.getAttribute("data-panel") !== id;
  });
  if (grid.dataset.at !== "panel") mark(id);
  grid.dispatchEvent(new CustomEvent("pane:active", { bubbles: true, detail: id }));
}

/** Show a pane on a narrow screen; on a wide one all are there.
 * @param {string} at */
export function show(at) {
  grid.dataset.at = pane(at) ? "chat" : at;
  if (pane(at)) activate(at);
  mark(at);
}

/** @param {HTMLElement} place */
function enter(place) {
  show(place.dataset.chat || (place.classList.contains("rail") ? "line" : "panel"));
  const box = /** @type {HTMLElement | null} */ (place.querySelector("textarea:not([hidden])"));
  if (place.dataset.chat && box && box.offsetParent) box.focus();
  else place.focus();
}

/** @param {number} step */
export function walk(step) {
  const places = [grid.querySelector(".rail"), ...chats(), grid.querySelector(".panel")].filter(Boolean);
  const here = places.findIndex((place) => place?.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : places.length - 1) : (here + step + places.length) % places.length;
  enter(/** @type {HTMLElement} */ (places[next]));
}

/** @param {HTMLElement} root */
export function start(root) {
  grid = root;
  grid.addEventListener("focusin", (event) => {
    const chat = /** @type {Element} */ (event.target).closest(".ch");
    if (chat) activate(chat.getAttribute("data-chat") || "");
  });
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("[data-go]");
    if (!link) return;
    event.preventDefault();
    show(link.getAttribute("data-go") || "line");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    walk(event.shiftKey ? -1 : 1);
  });
}
