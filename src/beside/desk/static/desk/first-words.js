// @ts-check
/* The first words: a draft lives in this tab only, under the chat's own key, so that it goes on in the chat. */

import { newId } from '../conversations/composer.js';

export class Draft {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.key = 'draft:' + (form.dataset.draft || '');
    this.box = /** @type {HTMLTextAreaElement} */ (form.querySelector('textarea'));
    this.mark = /** @type {HTMLInputElement} */ (form.querySelector('input[name=id]'));
    this.status = form.querySelector('[data-status]');
    if (!this.box.value) this.box.value = this.remembered();
    this.box.addEventListener('input', () => { this.remember(this.box.value); this.say(''); });
    form.addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
    document.addEventListener('submit', (event) => {
      if (event.target instanceof Element && event.target.hasAttribute('data-departure')) this.remember('');
    });
  }

  isHalfWritten() {
    return this.box.value.trim() !== '';
  }

  send() {
    const words = this.box.value.trim();
    if (!words) { this.box.focus(); return; }
    const body = new FormData(this.form);
    body.set('words', words);
    fetch(this.form.action, { method: 'POST', body: body, headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      .then((answer) => { if (answer.ok && !answer.redirected) this.kept(words); else if (answer.redirected) location.replace(answer.url); else this.say('failed'); })
      .catch(() => this.say('failed'));
  }

  /** @param {string} words */
  kept(words) {
    const list = this.form.querySelector('[data-said]');
    if (list instanceof HTMLElement) {
      const line = document.createElement('li');
      line.dir = 'auto';
      line.textContent = words;
      list.append(line);
      list.hidden = false;
    }
    if (this.box.value.trim() === words) this.box.value = '';
    this.remember(this.box.value);
    this.mark.value = newId();
    this.say('kept');
    this.form.dispatchEvent(new Event('kept'));
  }

  /** @param {'kept' | 'failed' | ''} what */
  say(what) {
    if (this.status) this.status.textContent = this.form.dataset[what] || '';
  }

  remembered() {
    try { return sessionStorage.getItem(this.key) || ''; } catch (_error) { return ''; }
  }

  /** @param {string} words */
  remember(words) {
    try {
      if (words) sessionStorage.setItem(this.key, words);
      else sessionStorage.removeItem(this.key);
    } catch (_error) { /* a private window may refuse: the words stay in the box */ }
  }
}
