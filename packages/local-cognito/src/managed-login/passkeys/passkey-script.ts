/**
 * Runs the ceremony of a passkey form when its button is pressed, and sends the form with the answer (WebAuthn §5.1.3,
 * §5.1.4 and the JSON forms of §5.1.8-5.1.10).
 */
export const passkeyScript = `'use strict';
for (const part of document.querySelectorAll('[data-passkey]')) {
  const form = part.closest('form');
  const tell = (what) => {
    for (const message of document.querySelectorAll('[data-passkey-message]')) {
      message.hidden = message.dataset.passkeyMessage !== what;
      if (!message.hidden) message.firstElementChild.focus();
    }
  };
  const isCreating = part.dataset.passkey === 'create';
  const parse = isCreating
    ? window.PublicKeyCredential?.parseCreationOptionsFromJSON
    : window.PublicKeyCredential?.parseRequestOptionsFromJSON;
  if (!parse) {
    tell('unsupported');
    continue;
  }
  part.hidden = false;
  form.addEventListener('submit', async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    tell('');
    try {
      const publicKey = parse.call(window.PublicKeyCredential, JSON.parse(part.dataset.options));
      const credential = await navigator.credentials[isCreating ? 'create' : 'get']({ publicKey });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
    } catch {
      tell('failed');
      return;
    }
    form.submit();
  });
}
`;
