// <pass-key data-mode="create | get | ask" data-options="JSON"> around a form with a hidden field `credential`: its button has
// the browser make or use a passkey and sends what it answers. With "ask" the options are fetched from the form's address.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");

const listed = (keys) => keys?.map((key) => ({ ...key, id: toBytes(key.id) }));

function wishes({ publicKey }) {
  const wish = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (wish.user) wish.user = { ...wish.user, id: toBytes(wish.user.id) };
  if (wish.excludeCredentials) wish.excludeCredentials = listed(wish.excludeCredentials);
  if (wish.allowCredentials) wish.allowCredentials = listed(wish.allowCredentials);
  return wish;
}

// A passkey is kept by the device and asks for finger, face or PIN.
function asPasskey(wish) {
  const chosen = { ...wish.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return { ...wish, authenticatorSelection: chosen };
}

const FIELDS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function written(credential) {
  const response = {};
  for (const field of FIELDS) {
    if (credential.response[field]) response[field] = toText(credential.response[field]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  const { id, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return JSON.stringify({ id, rawId: toText(credential.rawId), type, authenticatorAttachment, response, clientExtensionResults });
}

// Passkeys belong to names: on 127.0.0.1 or [::1] every browser refuses them.
const isNumber = (host) => /^[\d.]+$|:/.test(host);

class PassKey extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.use(event));
  }

  async use(event) {
    event.preventDefault();
    this.trouble("");
    if (!window.PublicKeyCredential || isNumber(location.hostname)) return this.trouble("missing");
    try {
      this.form.elements.credential.value = written(await this.credential());
    } catch {
      return this.trouble("refused");
    }
    this.form.submit();
  }

  async credential() {
    const options = this.dataset.mode === "ask" ? await this.ask() : JSON.parse(this.dataset.options);
    const publicKey = wishes(options);
    if (this.dataset.mode === "create") return navigator.credentials.create({ publicKey: asPasskey(publicKey) });
    return navigator.credentials.get({ publicKey });
  }

  async ask() {
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(this.form.action, { headers });
    return (await answer.json()).request_options;
  }

  trouble(which) {
    const place = this.querySelector("[data-trouble]");
    place.hidden = !which;
    for (const sentence of place.querySelectorAll("[data-trouble-of]")) sentence.hidden = sentence.dataset.troubleOf !== which;
  }
}

customElements.define("pass-key", PassKey);
