// Asks the browser for a passkey (WebAuthn) and sends what it answers with the form; nothing else needs this script.

const form = document.querySelector("[data-passkey][data-options]");

async function ask() {
  const isNew = form.dataset.passkey === "create";
  const options = JSON.parse(form.dataset.options);
  const publicKey = isNew
    ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
    : PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const made = await navigator.credentials[isNew ? "create" : "get"]({ publicKey });
  const told = made.toJSON();
  told.extensions = JSON.stringify(made.getClientExtensionResults());
  form.elements.credential.value = JSON.stringify(told);
  form.submit();
}

function askAndSay() {
  const again = form.querySelector("[data-passkey-again]");
  ask().catch((error) => {
    form.querySelector("[data-passkey-status]").textContent = `${error.name}: ${error.message}`;
    again.hidden = false;
  });
}

if (form) {
  form.querySelector("[data-passkey-again]").addEventListener("click", askAndSay);
  askAndSay();
}
