// @ts-check
/* The bar on other pages: the place in line is kept, and it says when somebody is ready. */

import { keepAsking } from './place.js';

const bar = document.querySelector('[data-keep-place]');
if (bar instanceof HTMLElement) keepAsking(bar.dataset.keepPlace || '', function (how) { show(bar, how); });

/** @param {HTMLElement} shown @param {import('./place.js').How} how */
function show(shown, how) {
  if (how.gone) { shown.hidden = true; return; }
  const ready = how.to !== '';
  shown.querySelectorAll('[data-waiting]').forEach(function (part) { part.toggleAttribute('hidden', ready); });
  shown.querySelectorAll('[data-join], [data-who]').forEach(function (part) { part.toggleAttribute('hidden', !ready); });
  const who = shown.querySelector('[data-who]');
  if (who && who.textContent !== how.ready) who.textContent = how.ready;
}
