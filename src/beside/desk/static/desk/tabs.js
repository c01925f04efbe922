// @ts-check
// Tabs as the pattern has them: one tab stop, arrows move, the tab names its panel by aria-controls.
// Without scripts every panel is there, one below the other, each with its heading.

/** @param {Element} list */
const members = (list) => /** @type {HTMLElement[]} */ (Array.from(list.querySelectorAll("[role=tab]")));

/** @param {HTMLElement} tab */
export function choose(tab) {
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
  const all = members(list);
  const ahead = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const steps = { [ahead]: 1, [ahead === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: -1 };
  let next = -1;
  if (event.key in steps) next = (all.indexOf(tab) + steps[event.key] + all.length) % all.length;
  else if (event.key === "Home") next = 0;
  else if (event.key === "End") next = all.length - 1;
  if (next < 0) return;
  event.preventDefault();
  choose(all[next]);
  all[next].focus();
}

export function start() {
  document.querySelectorAll("[role=tablist]").forEach((list) => {
    const all = members(list);
    choose(all.find((tab) => tab.getAttribute("aria-selected") === "true") || all[0]);
  });
  document.addEventListener("keydown", move);
  document.addEventListener("click", (event) => {
    const tab = /** @type {Element} */ (event.target).closest("[role=tab]");
    if (tab) choose(/** @type {HTMLElement} */ (tab));
  });
}
