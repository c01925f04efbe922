// @ts-check
/* Copies the text of the element that a button names in `data-copy`, and says so. */

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (button instanceof HTMLButtonElement && navigator.clipboard) open(button);
}

/** @param {HTMLButtonElement} button */
function open(button) {
  const source = document.getElementById(button.dataset.copy ?? '');
  const said = document.querySelector('[data-copied]');
  if (!source) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(source instanceof HTMLInputElement ? source.value : source.innerText);
    if (said) said.textContent = button.dataset.said ?? '';
  });
}
