// @ts-check
/** Cards that say something of their own: the page's mould, filled with what came over the line. */

/** What a card shows beyond its own words. @param {HTMLElement} line @param {Record<string, any>} about */
export function fill(line, about) {
  line.querySelectorAll("[data-fact]").forEach((place) => {
    place.textContent = about[place.getAttribute("data-fact") || ""] || "";
    /** @type {HTMLElement} */ (place).hidden = !place.textContent;
  });
  const mould = /** @type {HTMLAnchorElement | null} */ (line.querySelector("[data-way]"));
  (mould ? about.ways || [] : []).forEach((/** @type {Record<string, string>} */ way) => {
    const link = /** @type {HTMLAnchorElement} */ (/** @type {Element} */ (mould).cloneNode(true));
    link.hidden = false;
    if (/^(tel:|sms:|https:)/.test(way.href)) link.href = way.href;
    /** @type {Element} */ (link.querySelector("[data-say]")).textContent = way.say;
    /** @type {Element} */ (link.querySelector("bdi")).textContent = way.number;
    /** @type {Element} */ (mould).before(link);
  });
}
