// @ts-check
/* Leave now: cover the page first, then tell the server, then go. Also by Shift, three times alone within five
   seconds. Without scripts the same form does it by a round trip. Other modules hear `beside:leave`. */

const WINDOW = 5000;
const form = document.querySelector('form[data-leave]');
const armed = document.querySelector('[data-armed]');
let left = false;
let lone = false;
/** @type {number[]} */
let presses = [];
let fading = 0;

if (form instanceof HTMLFormElement) {
  document.addEventListener('submit', function (event) {
    const way = event.target;
    if (!(way instanceof HTMLFormElement) || way.dataset.leave === undefined) return;
    event.preventDefault();
    leave(way);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Shift') {
      if (!event.repeat) lone = true;
      return;
    }
    lone = false;
    disarm();
  });
  document.addEventListener('keyup', function (event) {
    if (event.key !== 'Shift' || !lone) return;
    lone = false;
    count(form);
  });
  document.addEventListener('pointerdown', function () { lone = false; });
  window.addEventListener('pageshow', function (event) { if (event.persisted) repair(); });
}

/** @param {HTMLFormElement} way */
function leave(way) {
  if (left) return;
  left = true;
  document.documentElement.classList.add('gone');
  document.title = '\u00a0';
  try { sessionStorage.clear(); } catch (e) { /* storage is closed: nothing was kept */ }
  document.dispatchEvent(new Event('beside:leave'));
  tell(way.action);
  location.replace(way.dataset.exit || 'about:blank');
  setTimeout(function () { location.replace('about:blank'); }, 8000);
}

/** @param {string} address */
function tell(address) {
  try {
    if (navigator.sendBeacon && navigator.sendBeacon(address, new URLSearchParams({ beacon: '1' }))) return;
    fetch(address, { method: 'POST', keepalive: true, redirect: 'manual', credentials: 'same-origin' });
  } catch (e) { /* no way to tell: the page is covered and gone all the same */ }
}

/** @param {HTMLFormElement} way */
function count(way) {
  const now = Date.now();
  presses = presses.filter(function (at) { return now - at < WINDOW; });
  presses.push(now);
  if (presses.length >= 3) {
    leave(way);
    return;
  }
  say(presses.length === 1 ? way.dataset.two : way.dataset.one);
  clearTimeout(fading);
  fading = setTimeout(disarm, WINDOW);
}

function disarm() {
  presses = [];
  say('');
}

/** @param {string | undefined} words */
function say(words) {
  if (armed && armed.textContent !== words) armed.textContent = words || '';
}

/* Back brought a covered page out of memory: the visit is over, so show the first page instead. */
function repair() {
  disarm();
  if (!left) return;
  location.replace('/');
}
