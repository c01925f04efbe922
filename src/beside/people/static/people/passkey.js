// @ts-check
/* Passkeys. A form marked `data-passkey` asks the browser for a key, puts the answer into its hidden field and
   sends itself. login: what to ask is fetched from the form's address; use, add: it stands in #passkey-options.
   Without scripts or without passkeys the form stays hidden, and the other ways are all there. */

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (form instanceof HTMLFormElement && 'PublicKeyCredential' in window) open(form);
}

/** @param {HTMLFormElement} form */
function open(form) {
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    tell(form, false);
    try {
      const answer = await ask(form);
      if (!(answer instanceof PublicKeyCredential)) throw new Error('no key');
      field(form).value = JSON.stringify(spelled(answer));
      form.submit();
    } catch (refused) {
      tell(form, true);
    }
  });
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  if (form.dataset.passkey === 'add') return navigator.credentials.create(toAdd(await options(form)));
  return navigator.credentials.get(toUse(await options(form)));
}

/** @param {HTMLFormElement} form */
async function options(form) {
  if (form.dataset.passkey !== 'login') {
    return JSON.parse(document.getElementById('passkey-options')?.textContent ?? '{}');
  }
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** @param {any} given */
function toAdd(given) {
  const key = given.creation_options.publicKey;
  return {
    publicKey: {
      ...key,
      challenge: bytes(key.challenge),
      user: { ...key.user, id: bytes(key.user.id) },
      excludeCredentials: (key.excludeCredentials ?? []).map(known),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    },
  };
}

/** @param {any} given */
function toUse(given) {
  const key = given.request_options.publicKey;
  const allowed = (key.allowCredentials ?? []).map(known);
  return { publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: allowed } };
}

/** @param {any} credential */
function known(credential) {
  return { ...credential, id: bytes(credential.id) };
}

/** The answer in the form the server reads. @param {PublicKeyCredential} key */
function spelled(key) {
  const said = key.response;
  const parts = { clientDataJSON: text(said.clientDataJSON) };
  if (said instanceof AuthenticatorAttestationResponse) {
    Object.assign(parts, { attestationObject: text(said.attestationObject), transports: said.getTransports() });
  } else if (said instanceof AuthenticatorAssertionResponse) {
    const holder = said.userHandle ? text(said.userHandle) : null;
    Object.assign(parts, { authenticatorData: text(said.authenticatorData), signature: text(said.signature), userHandle: holder });
  }
  const told = key.getClientExtensionResults();
  const extensions = told.credProps ? { credProps: told.credProps } : {};
  return { id: key.id, rawId: text(key.rawId), type: key.type, response: parts, clientExtensionResults: extensions };
}

/** @param {string} base64url */
function bytes(base64url) {
  const plain = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** @param {HTMLFormElement} form */
function field(form) {
  const found = form.elements.namedItem('credential');
  if (!(found instanceof HTMLInputElement)) throw new Error('no field');
  return found;
}

/** @param {HTMLFormElement} form @param {boolean} failed */
function tell(form, failed) {
  const words = form.querySelector('[data-failed]');
  if (words instanceof HTMLElement) words.hidden = !failed;
}
