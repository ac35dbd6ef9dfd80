// Small comforts of learner pages; without this file everything still works.

// Move focus to the first summary of errors, so that it is read out.
document.querySelector(".errors[autofocus]")?.focus();

// The answer that was just swapped in says itself.
document.addEventListener("htmx:afterSwap", (event) => {
  const swapped = event.detail.elt;
  if (swapped?.matches?.(".check")) swapped.focus({ preventScroll: true });
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

// Answers of a quiz: saved as they are given, kept here until the server has them.
const form = document.querySelector("form[data-answers]");
if (form) keepAnswers(form);

function keepAnswers(form) {
  const state = form.querySelector("[data-state]");
  const sequence = form.elements.sequence;
  const key = `answers:${form.dataset.answers.split("/").slice(-3)[0]}`;
  let timer = 0;
  let sending = false;
  let again = false;

  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept) {
    for (const [name, value] of kept.fields) put(name, value);
    sequence.value = Math.max(Number(sequence.value), kept.sequence + 1);
    send();
  }

  form.addEventListener("input", () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(send, 600);
  });
  window.addEventListener("online", send);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sequence.value = Number(sequence.value) + 1;
  });

  function keep() {
    sequence.value = Number(sequence.value) + 1;
    const fields = [...new FormData(form)].filter(([name]) => name.startsWith("a-"));
    localStorage.setItem(key, JSON.stringify({ sequence: Number(sequence.value), fields }));
  }

  async function send() {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    const sent = localStorage.getItem(key);
    say(form.dataset.saving);
    try {
      const response = await fetch(form.dataset.answers, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      if (response.status === 409) {
        localStorage.removeItem(key);
        location.reload();
        return;
      }
      if (!response.ok) throw new Error(response.status);
      const { saved } = await response.json();
      // Only what the server has acknowledged is forgotten here.
      if (localStorage.getItem(key) === sent) localStorage.removeItem(key);
      say(form.dataset.saved.replace("%s", saved));
    } catch {
      say(form.dataset.offline);
      setTimeout(send, 5000);
    }
    sending = false;
    if (again) {
      again = false;
      send();
    }
  }

  function say(text) {
    if (state) state.textContent = text;
  }

  function put(name, value) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.value === value) field.checked = true;
      } else {
        field.value = value;
      }
    }
  }
}
