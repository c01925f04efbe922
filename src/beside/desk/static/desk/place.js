// @ts-check
/* How a place in line stands: asked every few seconds, and at once when the socket says so. */

const EVERY = 15000;

/** @typedef {{words: string, busy: string, place: string, to: string, ready: string, gone: boolean}} How */

/**
 * @param {string} address of the line's JSON
 * @param {(how: How) => void} shown called with every answer
 * @returns {{ask: () => void, show: () => void}} ask now; ask with the place from now on
 */
export function keepAsking(address, shown) {
  let query = '';
  let asking = false;
  function ask() {
    if (asking) return;
    asking = true;
    fetch(address + query, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (how) { if (how) shown(how); }, function () { /* no signal: the place is kept all the same */ })
      .then(function () { asking = false; });
  }
  window.setInterval(ask, EVERY);
  document.addEventListener('visibilitychange', function () { if (!document.hidden) ask(); });
  window.addEventListener('online', ask);
  return { ask: ask, show: function () { query = '?place=1'; ask(); } };
}
