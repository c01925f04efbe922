// @ts-check
// A form with `data-autosave` is sent two seconds after the last key, on leaving the field, and when the page is left.
// What was typed stays in the box whatever the answer; a refused save says so and tries again.

const PAUSE = 2000;
const QUIET = 10000; // the status speaks at most once in ten seconds

/** @param {HTMLFormElement} form */
function follow(form) {
  let sent = "", timer = 0, spoke = 0, busy = false;
  const url = form.dataset.autosave || form.action;
  const state = /** @type {HTMLElement | null} */ (form.querySelector("[data-saved]"));
  const body = () => new URLSearchParams(/** @type {any} */ (new FormData(form)));
  sent = body().toString();

  /** @param {"saving" | "saved" | "failed"} word */
  const tell = (word) => {
    if (!state) return;
    const quiet = word === "saving" || (word === "saved" && Date.now() - spoke < QUIET);
    state.setAttribute("aria-live", quiet ? "off" : "polite");
    if (!quiet) spoke = Date.now();
    state.dataset.state = word;
    state.textContent = (state.dataset[word] || "").replace("%s", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  };

  const save = async () => {
    clearTimeout(timer);
    const now = body();
    if (busy || now.toString() === sent) return;
    busy = true;
    tell("saving");
    try {
      const answer = await fetch(url, { method: "POST", body: now, redirect: "error", credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      sent = now.toString();
      tell("saved");
    } catch {
      tell("failed");
      timer = window.setTimeout(save, 5000);
    }
    busy = false;
    if (body().toString() !== sent && state?.dataset.state !== "failed") later();
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("pagehide", () => {
    if (body().toString() !== sent) navigator.sendBeacon(url, body());
  });
}

/** @param {ParentNode} root */
export function start(root) {
  root.querySelectorAll("form[data-autosave]").forEach((form) => follow(/** @type {HTMLFormElement} */ (form)));
}
