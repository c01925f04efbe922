// @ts-check
/* The questions of the waiting room: an answer is kept without leaving the page, and the next question shows. */

export class Questions {
  /** @param {HTMLElement} room */
  constructor(room) {
    this.room = room;
    this.cards = /** @type {HTMLElement[]} */ (Array.from(room.querySelectorAll('[data-question]')));
    this.failed = room.querySelector('[data-question-failed]');
    this.done = room.querySelector('[data-question-done]');
    room.addEventListener('submit', (event) => this.answer(event));
  }

  /* Words that are not kept yet: the page stays until they are, or until somebody joins by themselves. */
  isHalfWritten() {
    return this.cards.some(function (card) {
      const box = card.hidden ? null : card.querySelector('textarea');
      return box !== null && box.value.trim() !== '';
    });
  }

  /** @param {Event} event */
  answer(event) {
    const form = event.target;
    const pressed = /** @type {any} */ (event).submitter;
    if (!(form instanceof HTMLFormElement) || !pressed) return;
    event.preventDefault();
    const card = form.closest('[data-question]');
    if (!(card instanceof HTMLElement) || card.hidden) return;
    const words = new FormData(form);
    if (pressed.name) words.set(pressed.name, pressed.value);
    this.next(card);
    fetch(form.action, { method: 'POST', body: words, headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      .then((kept) => { if (kept.ok) this.kept(card, form); else this.back(card); }, () => this.back(card));
  }

  /** @param {HTMLElement} card */
  next(card) {
    card.hidden = true;
    show(this.failed, false);
    const later = this.cards[this.cards.indexOf(card) + 1];
    if (!later) { this.end(); return; }
    later.hidden = false;
    const legend = later.querySelector('legend');
    if (legend) legend.focus({ preventScroll: true });
  }

  end() {
    show(this.done, true);
    if (this.done instanceof HTMLElement) this.done.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} card @param {HTMLFormElement} form */
  kept(card, form) {
    form.reset();
    card.dispatchEvent(new Event('kept', { bubbles: true }));
  }

  /* It did not get there: the question comes back with what was written in it. */
  /** @param {HTMLElement} card */
  back(card) {
    this.cards.forEach(function (one) { one.hidden = one !== card; });
    show(this.done, false);
    show(this.failed, true);
  }
}

/** @param {Element | null} node @param {boolean} is */
function show(node, is) {
  if (node instanceof HTMLElement) node.hidden = !is;
}
