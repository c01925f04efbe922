// @ts-check
// Ctrl+K: a list of what can be done now, narrowed by typing. Each command is a control that is already on the page
// (`data-command` holds its words), so the list can never offer what the page does not.

/** @type {HTMLDialogElement} */
let dialog;

/** Controls that can be used now: shown, and on the active chat when they belong to one. */
function found() {
  const all = Array.from(document.querySelectorAll("[data-command]:not([aria-disabled=true])"));
  return /** @type {HTMLElement[]} */ (all).filter((node) => {
    const chat = node.closest(".ch");
    const shut = node.closest("[hidden]") && !node.closest("details");
    return !dialog.contains(node) && !shut && (!chat || chat.classList.contains("on"));
  });
}

/** @param {HTMLElement} node */
function use(node) {
  dialog.close();
  const menu = node.closest("details");
  node.click();
  if (menu) menu.open = false;
  if (node.matches("[role=tab]")) {
    const panel = document.getElementById(node.getAttribute("aria-controls") || "");
    panel?.querySelector("textarea")?.focus();
  }
}

/** @param {string} typed */
function fill(typed) {
  const list = /** @type {HTMLElement} */ (dialog.querySelector("ul"));
  const mould = /** @type {HTMLTemplateElement} */ (dialog.querySelector("template"));
  const seen = new Set();
  list.replaceChildren();
  found().forEach((node) => {
    const words = node.dataset.command || "";
    if (seen.has(words) || !words.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase())) return;
    seen.add(words);
    const row = /** @type {DocumentFragment} */ (mould.content.cloneNode(true));
    const button = /** @type {HTMLButtonElement} */ (row.querySelector("button"));
    button.textContent = words;
    button.addEventListener("click", () => use(node));
    list.append(row);
  });
  const none = /** @type {HTMLElement} */ (dialog.querySelector("[data-none]"));
  none.hidden = seen.size > 0;
}

/** @param {KeyboardEvent} event */
function steer(event) {
  const rows = Array.from(dialog.querySelectorAll("ul button"));
  const at = rows.indexOf(/** @type {Element} */ (document.activeElement));
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  if (event.key === "ArrowDown" && rows.length) {
    event.preventDefault();
    /** @type {HTMLElement} */ (rows[Math.min(at + 1, rows.length - 1)]).focus();
  } else if (event.key === "ArrowUp") {
    event.preventDefault();
    /** @type {HTMLElement} */ (rows[at - 1] || field).focus();
  } else if (event.key === "Enter" && document.activeElement === field && rows.length) {
    event.preventDefault();
    /** @type {HTMLElement} */ (rows[0]).click();
  }
}

function open() {
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  field.value = "";
  fill("");
  dialog.showModal();
  field.focus();
}

/** @param {HTMLDialogElement} element */
export function startCommands(element) {
  dialog = element;
  dialog.querySelector("input")?.addEventListener("input", (event) => fill(/** @type {HTMLInputElement} */ (event.target).value));
  dialog.addEventListener("keydown", steer);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) open();
  });
}

// Native dialogs, opened by links that also work without scripts. Escape closes; the focus goes back where it was.

/** @param {Event} event */
function clicked(event) {
  const target = /** @type {Element} */ (event.target);
  const opener = target.closest("[data-dialog],[data-open]");
  const dialog = opener && document.getElementById(opener.getAttribute("data-dialog") || opener.getAttribute("data-open") || "");
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    shut(target.closest("details.menu"));
    dialog.showModal();
    return;
  }
  const open = target.closest("dialog");
  if (open && (target.closest("[data-close]") || target === open)) {
    event.preventDefault();
    open.close();
  }
}

/** @param {Element | null} menu */
function shut(menu) {
  if (!(menu instanceof HTMLDetailsElement)) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

/** A menu closes when the focus leaves it or Escape is pressed. */
function menus() {
  document.addEventListener("focusout", (event) => {
    const menu = /** @type {Element} */ (event.target).closest("details.menu");
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (menu instanceof HTMLDetailsElement && to && !menu.contains(to)) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(/** @type {Node} */ (event.target))) /** @type {HTMLDetailsElement} */ (menu).open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut(/** @type {Element} */ (event.target).closest("details.menu[open]"));
  });
}

export function startDialogs() {
  document.addEventListener("click", clicked);
  menus();
}
