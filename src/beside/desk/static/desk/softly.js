// @ts-check
/* One soft sound, for those who have switched sounds on. Some browsers stay silent until a page was touched. */

/** Two quiet notes, a second long, fading. */
export function softly() {
  const Audio = window.AudioContext || /** @type {any} */ (window).webkitAudioContext;
  if (!Audio) return;
  const context = new Audio();
  const level = context.createGain();
  level.gain.setValueAtTime(0.0001, context.currentTime);
  level.gain.exponentialRampToValueAtTime(0.08, context.currentTime + 0.08);
  level.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 1.1);
  level.connect(context.destination);
  [392, 523.25].forEach(function (pitch, turn) {
    const note = context.createOscillator();
    note.frequency.value = pitch;
    note.connect(level);
    note.start(context.currentTime + turn * 0.18);
    note.stop(context.currentTime + 1.2);
  });
}
