// Passkeys: asks the browser to make one or to sign with one, and sends what it answers. Where this
// does not run, or the browser knows no passkeys, the page says so and its other ways stay.
const ways = { make: "create", use: "get" };

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !window.webauthnJSON) continue;
  const button = form.querySelector("[data-scripted]");
  const trouble = form.querySelector("[data-said]");
  button.hidden = false;
  form.querySelector("[data-unscripted]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    trouble.hidden = true;
    try {
      const options = await optionsOf(form);
      const made = await window.webauthnJSON[ways[form.dataset.passkey]](options);
      form.elements.credential.value = JSON.stringify(made);
      // Not requestSubmit: this listener would run again.
      form.submit();
    } catch {
      // Called off, timed out, or refused by the device: all the person needs is another try.
      trouble.textContent = trouble.dataset.said;
      trouble.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}

// Sign-in asks for what is to be signed only when the button is pressed: reading the page keeps no
// session.
async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}
