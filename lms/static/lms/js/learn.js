// Small comforts of learner pages; without this file everything still works.

// What wants something of a person, in the order of the page: a summary, a field, its message.
const WANTING = '.errors, [aria-invalid="true"], .error';

// Move focus to the first summary of errors, so that it is read out.
document.querySelector(".errors[autofocus]")?.focus();
// Where the address leads to a question that wants something, so does the focus; the browser goes to
// the place first, and takes the focus away.
window.addEventListener("load", () => {
  const place = document.getElementById(location.hash.slice(1));
  (place?.querySelector(WANTING) ?? place?.querySelector("[data-score]"))?.focus();
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

// What a visitor answers stays on this device for a while, to be filled in once she has joined: the
// link in the mail that confirms her address opens in another tab. Not for long: a device may have
// several people.
const WHILE = 2 * 3600 * 1000;
document.addEventListener("input", ({ target }) => {
  const form = target.form;
  const name = itemOf(target);
  if (!form?.dataset.visitor || !name) return;
  const key = `visitor:${form.dataset.visitor}`;
  const all = { ...visitorsAnswers(form.dataset.visitor), [name]: fieldsOf(form, name) };
  localStorage.setItem(key, JSON.stringify({ at: Date.now(), all }));
});
for (const key of Object.keys(localStorage)) {
  if (key.startsWith("visitor:")) visitorsAnswers(key.slice(8));
}
// Whoever has joined from a quiz goes on at that quiz.
for (const card of document.querySelectorAll("[data-quiz]")) {
  if (location.hash || !Object.keys(visitorsAnswers(card.dataset.quiz)).length) continue;
  location.replace(`#${card.id}`);
}
const quiz = document.querySelector("form[data-block]");
const brought = quiz ? bring(quiz) : {};

// Answers of a quiz: saved as they are given, kept here until the server has them.
const form = document.querySelector("form[data-answers]");
if (form) keepAnswers(form, brought);

// What this device still kept of an attempt that was handed in meanwhile.
const handedIn = document.querySelector("form[data-late]");
if (handedIn) sendLate(handedIn);

function itemOf(field) {
  const name = field.name?.split(".")[0];
  return name?.startsWith("a-") ? name : "";
}

function fieldsOf(form, name) {
  const all = [...new FormData(form)];
  return all.filter(([field]) => field === name || field.startsWith(`${name}.`));
}

function put(form, name, fields) {
  for (const field of form.querySelectorAll(`[name="${name}"], [name^="${name}."]`)) {
    const values = fields.filter(([one]) => one === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else field.value = values[0] ?? "";
  }
}

function visitorsAnswers(block) {
  const key = `visitor:${block}`;
  const { at, all } = JSON.parse(localStorage.getItem(key) ?? "{}");
  if (Date.now() - at < WHILE) return all;
  localStorage.removeItem(key);
  return {};
}

function bring(form) {
  const all = Object.entries(visitorsAnswers(form.dataset.block));
  localStorage.removeItem(`visitor:${form.dataset.block}`);
  // Only what has never been answered in the attempt itself.
  const fresh = all.filter(([name]) => form.elements[`v-${name.slice(2)}`]?.value === "0");
  for (const [name, fields] of fresh) put(form, name, fields);
  if (fresh.length) form.querySelector("[data-refilled]").hidden = false;
  return Object.fromEntries(fresh);
}

function keyOf(address) {
  return `answers:${address.split("/").slice(-3)[0]}`;
}

function post(form, address, kept, sequence) {
  const names = Object.keys(kept);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("sequence", sequence);
  // Only what was touched here: another tab's answers are not this one's to take away.
  body.set("only", names.join(","));
  for (const name of names) for (const [field, value] of kept[name].fields) body.append(field, value);
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
}

async function sendLate(form) {
  const key = keyOf(form.dataset.late);
  const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
  if (!Object.keys(kept).length) return;
  try {
    const response = await post(form, form.dataset.late, kept, 0);
    if (response.status !== 409) return;
    localStorage.removeItem(key);
    // The page made anew shows it, and that it does not count.
    if ((await response.json()).code === "late") location.reload();
  } catch {
    // Without a network it stays here until this page is opened again.
  }
}

function keepAnswers(form, brought) {
  const state = form.querySelector("[data-state]");
  const sequence = form.elements.sequence;
  const key = keyOf(form.dataset.answers);
  let timer = 0;
  let sending = false;
  let again = false;

  // What is kept: item → its fields, and the version of its answer that they were typed over.
  const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
  let newer = false;
  for (const [name, one] of Object.entries(kept)) {
    if (version(name) === one.sent) {
      // The form itself brought it.
      delete kept[name];
    } else if (version(name) !== one.over) {
      // Another device has saved this answer since; it is not overwritten.
      delete kept[name];
      newer = true;
    } else put(form, name, one.fields);
  }
  for (const [name, fields] of Object.entries(brought)) {
    sequence.value = Number(sequence.value) + 1;
    kept[name] ??= { over: version(name), fields };
  }
  store();
  if (Object.keys(kept).length) send();
  else if (newer) say(form.dataset.newer);

  form.addEventListener("input", (event) => {
    const name = itemOf(event.target);
    if (!name) return;
    sequence.value = Number(sequence.value) + 1;
    kept[name] = { over: version(name), fields: fieldsOf(form, name) };
    store();
    clearTimeout(timer);
    timer = setTimeout(send, 600);
  });
  window.addEventListener("online", send);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sequence.value = Number(sequence.value) + 1;
    for (const one of Object.values(kept)) one.sent = sequence.value;
    store();
  });

  function version(name) {
    return form.elements[`v-${name.slice(2)}`]?.value;
  }

  function store() {
    if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  }

  async function send() {
    if (sending) {
      again = true;
      return;
    }
    const names = Object.keys(kept);
    if (!names.length) return;
    sending = true;
    const before = JSON.stringify(kept);
    const sent = sequence.value;
    say(form.dataset.saving);
    try {
      const response = await post(form, form.dataset.answers, kept, sent);
      if (response.status === 409) {
        // Handed in elsewhere: the server keeps what came late, and the result says so.
        localStorage.removeItem(key);
        say((await response.json()).detail);
        location.replace(form.dataset.answers.replace(/save\/$/, ""));
        return;
      }
      if (response.status === 422) {
        say((await response.json()).detail);
        sending = false;
        return;
      }
      if (response.redirected || response.status === 403) {
        say(form.dataset.signedOut);
        sending = false;
        return;
      }
      if (!response.ok) throw new Error(response.status);
      const { saved } = await response.json();
      // Only what the server has acknowledged is forgotten here.
      const unchanged = JSON.stringify(kept) === before;
      for (const name of names) {
        form.elements[`v-${name.slice(2)}`].value = sent;
        if (unchanged) delete kept[name];
        else kept[name].over = sent;
      }
      store();
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
}
