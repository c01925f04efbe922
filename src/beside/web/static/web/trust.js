// @ts-check
/* The one Trusted Types policy of the staff pages, named `default`, so that htmx can put in fragments that our own
   server rendered. Reviewed: it lets HTML through that has nothing that runs, scripts from our own origin, and no
   code from strings. The content-security policy forbids inline code besides. Seeker pages do not load this. */
(function () {
  const factory = /** @type {any} */ (window).trustedTypes;
  if (!factory) return;
  const runs = /<\s*(script|iframe|object|embed|base|meta|link)\b|[\s"'/]on\w+\s*=|javascript:/i;

  factory.createPolicy('default', {
    /** @param {string} html */
    createHTML: function (html) {
      if (runs.test(html)) throw new TypeError('This fragment carries code.');
      return html;
    },
    /** @param {string} address */
    createScriptURL: function (address) {
      const url = new URL(address, document.baseURI);
      if (url.origin !== location.origin) throw new TypeError('Scripts come from this site only.');
      return url.href;
    },
    createScript: function () {
      throw new TypeError('Code does not come from strings.');
    },
  });
})();
