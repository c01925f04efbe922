// @ts-check
/** What is said below the box while words have to wait, until they can go. */

let timer = 0;

/** @param {HTMLElement} root @returns {HTMLElement | null} */
function note(root) { return root.querySelector("[data-slow]"); }

/** @param {HTMLElement} root @param {string} why @param {number} [seconds] until they can go */
export function tell(root, why, seconds) {
  const shown = note(root);
  const words = shown && shown.querySelector("span");
  if (!shown || !words) return;
  words.textContent = why;
  shown.hidden = false;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => { words.textContent = shown.dataset.slow || ""; }, (seconds || 1) * 1000);
}

/** @param {HTMLElement} root */
export function clear(root) {
  window.clearTimeout(timer);
  const shown = note(root);
  if (shown) shown.hidden = true;
}
