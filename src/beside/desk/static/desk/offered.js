// @ts-check
// Somebody is offered: one soft tone at once, and again every few seconds until it is answered or its time is over.
// The tab says so too, for whoever looks at another one.

import { chime } from "./clock.js";

const AGAIN = 4000;
let ringing = "";
let timer = 0;

function stop() {
  window.clearInterval(timer);
  timer = 0;
  ringing = "";
}

/** The rail says who is offered, or nobody ("").
 * @param {string} offer @param {() => void} begun called once for each new offer */
export function offered(offer, begun) {
  if (offer === ringing) return;
  stop();
  if (!offer) return;
  ringing = offer;
  begun();
  chime();
  timer = window.setInterval(chime, AGAIN);
}

// Answering is heard at once, before the page has come back; so is the end of the time.
document.addEventListener("submit", (event) => {
  if (/** @type {Element} */ (event.target).closest(".offer")) window.clearInterval(timer);
});
document.addEventListener("clock:out", (event) => {
  if (/** @type {Element} */ (event.target).closest(".offer")) window.clearInterval(timer);
});
