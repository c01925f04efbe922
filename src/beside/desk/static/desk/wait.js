// @ts-check
/* The waiting room with scripts: the place is kept up to date where it stands, words are kept without leaving the
   page, and when somebody is ready the page goes to the chat, unless a word is half written. */

import { Link } from '../conversations/link.js';
import { Draft } from './first-words.js';
import { keepAsking } from './place.js';
import { Questions } from './questions.js';
import { softly } from './softly.js';
import './steps.js';

const READ_WITHIN = 1500; // by then the words have been read for danger, and the page can show numbers

const root = document.querySelector('[data-wait]');
if (root instanceof HTMLElement) begin(root);

/** @param {HTMLElement} room */
function begin(room) {
  const form = room.querySelector('form[data-first-words]');
  const draft = form instanceof HTMLFormElement ? new Draft(form) : null;
  const asked = room.querySelector('[data-questions]');
  const questions = asked instanceof HTMLElement ? new Questions(asked) : null;
  const isWriting = function () { return Boolean((draft && draft.isHalfWritten()) || (questions && questions.isHalfWritten())); };
  const line = keepAsking(room.dataset.wait || '', function (how) { show(room, how, isWriting); });
  const link = new Link('seeker');
  link.on('link', function (frame) { if (frame.state === 'open') link.send({ t: 'desk' }); });
  link.on('go', line.ask);
  link.on('desk', line.ask);
  on(room, '[data-ask-place]', 'click', function (event) {
    event.preventDefault();
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.hidden = true;
    line.show();
  });
  on(room, 'form[data-first-words]', 'kept', function () { setTimeout(line.ask, READ_WITHIN); });
  on(room, '[data-questions]', 'kept', function () { setTimeout(line.ask, READ_WITHIN); });
}

/** @param {HTMLElement} room @param {import('./place.js').How} how @param {() => boolean} isWriting */
function show(room, how, isWriting) {
  if (how.gone) { location.reload(); return; }
  if (how.to && !isWriting()) { location.replace(how.to); return; }
  const danger = document.querySelector('[data-danger-now]');
  if (danger instanceof HTMLElement && how.danger) danger.hidden = false;
  write(room, '[data-busy]', how.busy);
  write(room, '[data-place]', how.place);
  if (how.words) write(room, '[data-words]', how.words);
  if (how.to) ready(room, how);
}

/** @param {HTMLElement} room @param {import('./place.js').How} how */
function ready(room, how) {
  const bar = room.querySelector('[data-ready]');
  if (!(bar instanceof HTMLElement) || !bar.hidden) return;
  const way = bar.querySelector('a');
  if (way) way.href = how.to;
  const range = room.querySelector('[data-range]');
  if (range instanceof HTMLElement) range.hidden = true;
  write(bar, '[data-who]', how.ready);
  bar.hidden = false;
  if (room.dataset.sounds === 'on') softly();
  document.title = '(1) ' + (room.dataset.title || document.title);
}

/** Change words only when they differ, so that nothing is announced twice.
 * @param {Element} within @param {string} where @param {string} words */
function write(within, where, words) {
  const node = within.querySelector(where);
  if (!(node instanceof HTMLElement)) return;
  if (node.textContent !== words) node.textContent = words;
  if (node.tagName !== 'SPAN') node.hidden = !words;
}

/** @param {Element} within @param {string} where @param {string} what @param {(event: Event) => void} act */
function on(within, where, what, act) {
  const node = within.querySelector(where);
  if (node) node.addEventListener(what, act);
}
