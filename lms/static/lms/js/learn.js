// Small comforts of learner pages; without this file everything still works.

// What wants something of a person, in the order of the page: a summary, a field, its message.
const WANTING = '.errors, [aria-invalid="true"], .error';

// Move focus to the first summary of errors, so that it is read out.
document.querySelector(".errors[autofocus]")?.focus();
// Where the address leads to a question that wants something, so does the focus; the browser goes to
// the place first, and takes the focus away.
window.addEventListener("load", () => {
  const place = document.getElementById(location.hash.slice(1));
  (place?.querySelector(WANTING) ?? place?.querySelector("[data-score], [data-hint]"))?.focus();
});

// Only a pressed link within the page glides; focus that moves by the keyboard is there at once.
document.addEventListener("click", (event) => {
  if (!event.detail || !event.target.closest?.('a[href^="#"]')) return;
  document.documentElement.classList.add("glides");
  setTimeout(() => document.documentElement.classList.remove("glides"), 700);
});

// The answer that was just swapped in says itself.
document.addEventListener("htmx:afterSwap", (event) => {
  const swapped = event.detail.elt;
  if (!swapped?.matches?.(".check")) return;
  const wanting = swapped.querySelector(WANTING) ?? swapped.querySelector("[data-score]");
  if (wanting) wanting.focus();
  else swapped.focus({ preventScroll: true });
  // Joining is the next thing once a visitor's quiz has been answered.
  const join = document.querySelector("[data-join] .btn");
  join?.classList.toggle("go", !document.querySelector("[data-visitor] .btn.go"));
});

// A second press of a button that is already sending does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending && form.method === "post" && !form.hasAttribute("hx-post")) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  setTimeout(() => delete form.dataset.sending, 4000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
});

// Show and hide a password.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const states = {
    password: [button.textContent, button.getAttribute("aria-label")],
    text: [button.dataset.hide, button.dataset.hideLabel],
  };
  const turn = (type) => {
    field.type = type;
    [button.textContent, button.ariaLabel] = states[type];
  };
  button.hidden = false;
  button.addEventListener("click", () => turn(field.type === "text" ? "password" : "text"));
  // Nothing that a browser remembers of the form is a password in clear.
  field.form.addEventListener("submit", () => turn("password"));
}

// Print a page that is made to be kept on paper.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Copy an address; without this it can be selected in its field.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = button.dataset.done;
    } catch {
      // Not allowed here: the selected text can be copied by hand.
      field.focus();
    }
  });
}
