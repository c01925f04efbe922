// @ts-check
/* Paced breathing: a ring that grows for four and falls for six, and a counted text for everyone. It starts and ends
   only by the person's hand or the chosen minutes. Space pauses. No sound. */

const box = document.querySelector('[data-breath]');
if (box instanceof HTMLElement) begin(box);

/** @param {HTMLElement} box */
function begin(box) {
  const word = part(box, 'word');
  const count = part(box, 'count');
  const start = part(box, 'start');
  const words = box.dataset;
  const inFor = Number(words.in);
  const outFor = Number(words.out);
  const whole = Number(words.minutes) * 60;
  let second = 0;
  let timer = 0;

  function tick() {
    const at = second % (inFor + outFor);
    const inward = at < inFor;
    if (at === 0 || at === inFor) {
      box.classList.toggle('in', inward);
      box.classList.toggle('out', !inward);
      word.textContent = (inward ? words.wordIn : words.wordOut) || '';
    }
    count.textContent = String(inward ? at + 1 : at - inFor + 1);
    second += 1;
    if (second > whole && at === 0) stop(words.wordDone);
  }

  /** @param {string | undefined} said */
  function stop(said) {
    clearInterval(timer);
    timer = 0;
    box.classList.remove('in', 'out');
    word.textContent = said || '';
    count.textContent = '';
    start.textContent = words.wordStart || '';
    if (said === words.wordDone) second = 0;
  }

  function toggle() {
    if (timer) { stop(words.wordPaused); return; }
    second -= second % (inFor + outFor);
    start.textContent = words.wordPause || '';
    tick();
    timer = setInterval(tick, 1000);
  }

  part(box, 'live').hidden = false;
  start.hidden = false;
  start.addEventListener('click', toggle);
  document.addEventListener('keydown', function (event) {
    const at = event.target;
    const typing = at instanceof HTMLElement && at.closest('button, a, input, summary, select, textarea');
    if (event.key === ' ' && !typing) { event.preventDefault(); toggle(); }
  });
}

/**
 * @param {HTMLElement} box
 * @param {string} name
 * @returns {HTMLElement}
 */
function part(box, name) {
  const found = box.querySelector('[data-part="' + name + '"]');
  if (!(found instanceof HTMLElement)) throw new Error(name);
  return found;
}
