// @ts-check
/* The service worker. Registered only by a person's own choice on /keep. It answers for the help pages and their
   style sheets, from the network first and from the phone when there is none. Everything else passes it by. */
const NAME = 'beside-help-{{ version }}';
const KEPT = {{ addresses }};
const LANGUAGE = '{{ look.language }}';

self.addEventListener('install', function (event) {
  event.waitUntil(
    caches.open(NAME).then(function (cache) { return cache.addAll(KEPT.map(plain)); })
      .then(function () { return self.skipWaiting(); })
  );
});

self.addEventListener('activate', function (event) {
  event.waitUntil(
    caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) {
        return name.indexOf('beside-help-') === 0 && name !== NAME;
      }).map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); })
  );
});

self.addEventListener('fetch', function (event) {
  const asked = event.request;
  const path = new URL(asked.url).pathname;
  if (asked.method !== 'GET' || new URL(asked.url).origin !== self.location.origin) return;
  if (KEPT.indexOf(path) >= 0) {
    event.respondWith(fetch(asked).catch(function () { return fromPhone(path); }));
    if (asked.mode === 'navigate') event.waitUntil(renew(path));
  } else if (asked.mode === 'navigate') {
    event.respondWith(fetch(asked).catch(function () { return fromPhone('/offline'); }));
  }
});

/** @param {string} path */
function fromPhone(path) {
  return caches.open(NAME).then(function (cache) { return cache.match(path, { ignoreVary: true }); }).then(function (page) {
    return page || Response.error();
  });
}

/** Fetch a kept page anew, so that its numbers do not grow old. @param {string} path */
function renew(path) {
  return caches.open(NAME).then(function (cache) { return cache.add(plain(path)); }).catch(function () {});
}

/** A page as nobody in particular sees it: what is kept here knows no one. @param {string} address */
function plain(address) {
  return new Request(address, { cache: 'reload', credentials: 'omit', headers: { 'Accept-Language': LANGUAGE } });
}
