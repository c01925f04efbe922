// @ts-check
// Beside the words of a chat: the phase is remembered, a line can be marked from where it stands, a box empties
// once its fact is pinned. Without this the panel's forms do the same.

/** Remember which part of the chat this is. @param {Element} tab */
function remember(tab) {
  const list = tab.closest("[data-phases]");
  const form = document.querySelector("form [name=csrfmiddlewaretoken]");
  if (!list || !form) return;
  const body = new URLSearchParams({
    phase: tab.getAttribute("data-phase") || "",
    csrfmiddlewaretoken: /** @type {HTMLInputElement} */ (form).value,
  });
  fetch(list.getAttribute("data-phases") || "", { method: "POST", body, headers: { "X-By": "script" } })
    .catch(() => { /* the next choice is sent again */ });
}

// A tab is chosen by a click or by the arrows; both end in aria-selected.
const chosen = new MutationObserver((changes) => changes.forEach((change) => {
  const tab = /** @type {Element} */ (change.target);
  if (tab.getAttribute("aria-selected") === "true" && change.oldValue !== "true") remember(tab);
}));
document.querySelectorAll("[data-phases] [data-phase]").forEach((tab) => {
  chosen.observe(tab, { attributes: true, attributeFilter: ["aria-selected"], attributeOldValue: true });
});

/** Open the panel's form with this line chosen. @param {HTMLElement} line @param {string} chat */
function choose(line, chat) {
  const marker = document.getElementById(`marker-${chat}`);
  const select = /** @type {HTMLSelectElement | null} */ (document.getElementById(`line-${chat}`));
  const position = line.dataset.p || "";
  if (!marker || !select || !position) return;
  if (![...select.options].some((option) => option.value === position)) {
    const words = (line.querySelector("[data-words]")?.textContent || "").trim();
    select.add(new Option(words.length > 44 ? words.slice(0, 43) + "…" : words, position));
  }
  select.value = position;
  marker.setAttribute("open", "");
  document.querySelector('[data-go="panel"]')?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  marker.scrollIntoView({ block: "nearest" });
  /** @type {HTMLElement | null} */ (marker.querySelector("button"))?.focus();
}

/** Each line of the person's gets a button. @param {Element} log @param {string} chat */
function equip(log, chat) {
  const mould = /** @type {HTMLTemplateElement | null} */ (document.querySelector("template[data-mark-button]"));
  log.querySelectorAll(".turn-theirs[data-p]:not([data-markable])").forEach((line) => {
    if (!mould || !line.getAttribute("data-p") || line.matches("[data-colleague]")) return;
    line.setAttribute("data-markable", "");
    const button = /** @type {DocumentFragment} */ (mould.content.cloneNode(true)).firstElementChild;
    if (!button) return;
    button.addEventListener("click", () => choose(/** @type {HTMLElement} */ (line), chat));
    line.querySelector(".stack")?.append(button);
  });
}

document.querySelectorAll(".ch[data-conversation]").forEach((root) => {
  const log = root.querySelector("[data-log]");
  const chat = root.getAttribute("data-conversation") || "";
  if (!log) return;
  equip(log, chat);
  new MutationObserver(() => equip(log, chat)).observe(log, { childList: true });
});

// From a mark in the panel back to its line.
document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("[data-line-of]");
  if (!link) return;
  event.preventDefault();
  const chat = link.getAttribute("data-line-of") || "";
  const line = document.querySelector(`#c-${CSS.escape(chat)} [data-log] [data-p="${link.getAttribute("data-line")}"]`);
  document.querySelector(`[data-go="${chat}"]`)?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  line?.scrollIntoView({ block: "center" });
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = /** @type {CustomEvent} */ (event).detail;
  if (successful && elt instanceof HTMLFormElement && elt.hasAttribute("data-empties")) elt.reset();
  if (successful && elt instanceof HTMLFormElement) elt.closest("details.marker")?.removeAttribute("open");
});
