// @ts-check
/* A seeker's steps replace each other in the history, so that a visit is one entry and Leave now replaces that.
   Links and forms marked `data-step`; without scripts they work as they are. */

let going = false;

document.addEventListener('click', function (event) {
  const link = event.target instanceof Element ? event.target.closest('a[data-step]') : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.href);
});

document.addEventListener('submit', function (event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-step')) return;
  if (going) {
    event.preventDefault();
    return;
  }
  going = true;
  const pressed = /** @type {any} */ (event).submitter;
  if (!pressed || !window.fetch) return;
  event.preventDefault();
  send(form, pressed);
});

/** @param {HTMLFormElement} form @param {HTMLButtonElement} pressed */
function send(form, pressed) {
  const words = new FormData(form);
  words.append(pressed.name, pressed.value);
  pressed.setAttribute('aria-busy', 'true');
  fetch(form.action, { method: 'POST', body: words, credentials: 'same-origin' }).then(function (answer) {
    if (!answer.redirected) throw new Error('no step');
    location.replace(answer.url);
  }).catch(function () { plainly(form, pressed); });
}

/* The network or the answer was not as hoped: let the browser do it, and show what the server says. */
/** @param {HTMLFormElement} form @param {HTMLButtonElement} pressed */
function plainly(form, pressed) {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = pressed.name;
  field.value = pressed.value;
  form.append(field);
  form.submit();
}

/* Back brought the page out of memory: its buttons work again. */
window.addEventListener('pageshow', function () { going = false; });
