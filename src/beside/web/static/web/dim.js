// @ts-check
/* Dim and brighten without leaving the page. Without scripts the same form does it by a round trip. */

/** @param {HTMLFormElement} form */
function watch(form) {
  form.addEventListener('submit', function (event) {
    const pressed = /** @type {SubmitEvent} */ (event).submitter;
    if (!(pressed instanceof HTMLButtonElement) || !window.fetch) return;
    event.preventDefault();
    const theme = pressed.value;
    const wanted = new URLSearchParams({ theme: theme, next: '/me' });
    fetch(form.action, { method: 'POST', body: wanted, redirect: 'manual', credentials: 'same-origin' }).then(
      function () { apply(form, theme); },
      function () { apply(form, theme); }
    );
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} theme
 */
function apply(form, theme) {
  document.documentElement.dataset.theme = theme;
  const other = form.querySelector('button:not([value="' + theme + '"])');
  if (other instanceof HTMLElement && form.contains(document.activeElement)) other.focus();
}

document.querySelectorAll('form[data-dim]').forEach(function (form) {
  if (form instanceof HTMLFormElement) watch(form);
});
