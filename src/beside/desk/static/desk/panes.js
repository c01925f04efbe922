// @ts-check
// Which chat is active, and which pane a narrow screen shows. The active chat has the sea bar and owns the panel.
// F6 and Shift+F6 walk: line, first chat, second chat, panel. Nothing that arrives moves the focus.

/** @type {HTMLElement} */
let grid;

const all = () => /** @type {HTMLElement[]} */ (Array.from(grid.querySelectorAll(".ch[data-chat]")));

/** The conversation id of the active chat, or "". */
export const active = () => grid.querySelector(".ch.on")?.getAttribute("data-chat") || "";

/** @param {string} id */
const paneOf = (id) => all().find((chat) => chat.dataset.chat === id) || null;

/** Whether a chat can be seen: what cannot be seen is not marked as read. @param {string} id */
export const showing = (id) => (paneOf(id)?.getClientRects().length || 0) > 0;

/** @param {string} at "line", "panel" or a conversation id */
function mark(at) {
  document.querySelectorAll("[data-go]").forEach((link) => {
    if (link.getAttribute("data-go") === at) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

/** Make a chat the active one. The focus stays where it is. @param {string} id */
function activate(id) {
  if (!paneOf(id)) return;
  all().forEach((chat) => chat.classList.toggle("on", chat.dataset.chat === id));
  grid.querySelectorAll("[data-panel]").forEach((panel) => {
    /** @type {HTMLElement} */ (panel).hidden = panel.getAttribute("data-panel") !== id;
  });
  if (grid.dataset.at === "chat") mark(id);
  grid.dispatchEvent(new CustomEvent("pane:active", { bubbles: true, detail: id }));
}

/** Show a pane on a narrow screen; on a wide one all are there. @param {string} at */
export function show(at) {
  grid.dataset.at = paneOf(at) ? "chat" : at;
  activate(at);
  mark(at);
}

/** @param {HTMLElement} place */
function enter(place) {
  show(place.dataset.chat || (place.classList.contains("rail") ? "line" : "panel"));
  const boxes = /** @type {HTMLElement[]} */ (Array.from(place.querySelectorAll(".co-foot textarea")));
  (boxes.find((box) => box.getClientRects().length) || place).focus();
}

/** @param {number} step */
function walk(step) {
  const places = [grid.querySelector(".rail"), ...all(), grid.querySelector(".panel")].filter(Boolean);
  const here = places.findIndex((place) => place?.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : places.length - 1) : (here + step + places.length) % places.length;
  enter(/** @type {HTMLElement} */ (places[next]));
}

/** @param {HTMLElement} root */
export function startPanes(root) {
  grid = root;
  grid.addEventListener("focusin", (event) => {
    const chat = /** @type {Element} */ (event.target).closest(".ch");
    if (chat && !chat.classList.contains("on")) activate(chat.getAttribute("data-chat") || "");
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

// Tabs as the pattern has them: one tab stop, arrows move, the tab names its panel by aria-controls.
// Without scripts every panel is there, one below the other, each with its heading.

/** @param {Element} list */
const members = (list) => /** @type {HTMLElement[]} */ (Array.from(list.querySelectorAll("[role=tab]")));

/** @param {HTMLElement} tab */
function choose(tab) {
  const list = tab.closest("[role=tablist]");
  if (!list) return;
  members(list).forEach((each) => {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(each.getAttribute("aria-controls") || "");
    if (panel) panel.hidden = !chosen;
  });
}

/** @param {KeyboardEvent} event */
function move(event) {
  const tab = /** @type {HTMLElement} */ (event.target);
  const list = tab.closest("[role=tablist]");
  if (!list || tab.getAttribute("role") !== "tab") return;
  const tabs = members(list);
  const ahead = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const steps = { [ahead]: 1, [ahead === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: -1 };
  let next = -1;
  if (event.key in steps) next = (tabs.indexOf(tab) + steps[event.key] + tabs.length) % tabs.length;
  else if (event.key === "Home") next = 0;
  else if (event.key === "End") next = tabs.length - 1;
  if (next < 0) return;
  event.preventDefault();
  choose(tabs[next]);
  tabs[next].focus();
}

export function startTabs() {
  document.querySelectorAll("[role=tablist]").forEach((list) => {
    const tabs = members(list);
    choose(tabs.find((tab) => tab.getAttribute("aria-selected") === "true") || tabs[0]);
  });
  document.addEventListener("keydown", move);
  document.addEventListener("click", (event) => {
    const tab = /** @type {Element} */ (event.target).closest("[role=tab]");
    if (tab) choose(/** @type {HTMLElement} */ (tab));
  });
}
