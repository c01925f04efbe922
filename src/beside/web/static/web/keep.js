// @ts-check
/* Keep the help pages on this phone, or forget them: only by these two buttons. The policy `keep` lets one script
   address through, ours; no other page may make a policy. */

const page = document.querySelector('[data-keep]');
const address = '/keeper.js';

/** @param {string} name */
function show(name) {
  document.querySelectorAll('[data-when]').forEach(function (part) {
    if (part instanceof HTMLElement) part.hidden = part.dataset.when !== name;
  });
}

function trusted() {
  const factory = /** @type {any} */ (window).trustedTypes;
  if (!factory) return address;
  const policy = factory.createPolicy('keep', {
    /** @param {string} asked */
    createScriptURL: function (asked) {
      if (asked !== address) throw new TypeError('Only the keeper.');
      return asked;
    },
  });
  return policy.createScriptURL(address);
}

function keep() {
  show('working');
  navigator.serviceWorker.register(trusted()).then(function (made) {
    return wait(made.installing || made.waiting || made.active);
  }).then(function () { show('kept'); }, function () { show('failed'); });
}

/** @param {ServiceWorker | null} worker */
function wait(worker) {
  return new Promise(function (resolve, reject) {
    if (!worker || worker.state === 'activated') { resolve(undefined); return; }
    worker.addEventListener('statechange', function () {
      if (worker.state === 'activated') resolve(undefined);
      if (worker.state === 'redundant') reject(new Error('not kept'));
    });
  });
}

function forget() {
  navigator.serviceWorker.getRegistrations().then(function (all) {
    return Promise.all(all.map(function (one) { return one.unregister(); }));
  }).then(function () { return caches.keys(); }).then(function (names) {
    return Promise.all(names.map(function (name) { return caches.delete(name); }));
  }).then(function () { show('none'); });
}

if (page && 'serviceWorker' in navigator && 'caches' in window) {
  navigator.serviceWorker.getRegistration().then(function (made) { show(made ? 'kept' : 'none'); });
  page.querySelectorAll('button[data-do]').forEach(function (button) {
    button.addEventListener('click', function () {
      if (button instanceof HTMLElement && button.dataset.do === 'forget') forget(); else keep();
    });
  });
} else {
  show('cannot');
}
