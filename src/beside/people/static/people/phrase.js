// @ts-check
// Shows the five words inside the chat page. Without this module the form opens a page of its own.

/** @param {HTMLFormElement} form */
async function ask(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "error",
  });
  return answer.json();
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} words
 */
function show(form, words) {
  const made = form.parentElement && form.parentElement.querySelector("template[data-phrase-made]");
  if (!(made instanceof HTMLTemplateElement)) return form.submit();
  const copy = /** @type {DocumentFragment} */ (made.content.cloneNode(true));
  const place = copy.querySelector("[data-five-words]");
  if (!(place instanceof HTMLElement)) return form.submit();
  place.textContent = words.join(" ");
  place.tabIndex = -1;
  form.replaceWith(copy);
  place.focus();
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.currentTarget;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  const said = form.querySelector("[data-phrase-said]");
  const button = form.querySelector("button");
  if (button) button.disabled = true;
  try {
    const answer = await ask(form);
    if (answer.words) return show(form, answer.words);
    if (said) said.textContent = answer.why || "";
  } catch (_lost) {
    if (said) said.textContent = form.dataset.lost || "";
  }
  if (button) button.disabled = false;
}

document.querySelectorAll("form[data-phrase]").forEach((form) => {
  form.addEventListener("submit", /** @type {EventListener} */ (/** @type {unknown} */ (onSubmit)));
});
