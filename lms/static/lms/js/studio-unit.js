// Writing a unit: saved as it is typed, kept on this device until the server has it.
// Nothing is ever written back into a field by itself: what somebody else wrote is shown beside it.

const form = document.getElementById("texts");
const state = form.querySelector("[data-state]");
const token = form.elements.csrfmiddlewaretoken.value;
const KEPT = `unit:${form.dataset.unit}:`;
const WAIT = 700;
const AGAIN = 5000;

const fields = [...document.querySelectorAll("[data-place]")];
const seenOf = (field) => form.elements[`seen:${field.name}`];
const languageOf = (field) => field.name.split(":")[0];
const keyOf = (field) => KEPT + field.name;

const dirty = new Set();
const clashing = new Set();
let timer = 0;
let sending = null;
let changed = false;

function say(name, more = "") {
  const words = state.dataset[name] + (more ? ` ${more}` : "");
  if (state.textContent !== words) state.textContent = words;
  state.dataset.now = name;
}

function remember(field) {
  try {
    localStorage.setItem(keyOf(field), JSON.stringify({ value: field.value, seen: seenOf(field).value }));
  } catch {
    // A full or forbidden store: the server is still told.
  }
}

function forget(field) {
  try {
    localStorage.removeItem(keyOf(field));
  } catch {
    // As above.
  }
}

function touched(field) {
  dirty.add(field);
  changed = true;
  remember(field);
  say("saving");
  clearTimeout(timer);
  timer = setTimeout(flush, WAIT);
}

// What another page of this unit has not been able to send.
for (const field of fields) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(keyOf(field)) ?? "null");
  } catch {
    forget(field);
  }
  if (!kept || kept.value === field.value) {
    if (kept) forget(field);
    continue;
  }
  const server = { theirs: field.value, seq: seenOf(field).value, author: "" };
  field.value = kept.value;
  field.dispatchEvent(new Event("laukas:brought", { bubbles: true }));
  if (kept.seen === seenOf(field).value) {
    dirty.add(field);
    changed = true;
  } else {
    seenOf(field).value = kept.seen;
    showClash(field, server);
  }
}
if (dirty.size) {
  say("back");
  timer = setTimeout(flush, WAIT);
}

document.addEventListener("input", ({ target }) => {
  if (target.dataset?.place !== undefined) touched(target);
});

async function flush() {
  clearTimeout(timer);
  if (sending) {
    await sending;
    if (!dirty.size) return true;
  }
  sending = send().finally(() => {
    sending = null;
  });
  return sending;
}

async function send() {
  for (const language of ["lt", "en"]) {
    const mine = [...dirty].filter((field) => languageOf(field) === language && !clashing.has(field));
    if (!mine.length) continue;
    const sent = new Map(mine.map((field) => [field, field.value]));
    let response;
    try {
      response = await fetch(form.dataset.draft, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
        body: bodyOf(language, mine),
        redirect: "manual",
      });
    } catch {
      return later("offline");
    }
    if (response.type === "opaqueredirect" || response.status === 403) return later("out");
    if (response.status >= 500) return later("offline");
    if (response.status === 422) {
      say("refused", (await response.json()).detail);
      return false;
    }
    if (response.status !== 200 && response.status !== 409) return later("offline");
    took(await response.json(), sent);
  }
  if (dirty.size - clashing.size > 0) {
    timer = setTimeout(flush, WAIT);
  }
  return !dirty.size;
}

function bodyOf(language, mine) {
  const typed = {};
  for (const field of mine) {
    typed[field.dataset.place] = { value: field.value, seen: Number(seenOf(field).value) };
  }
  return JSON.stringify({ language, typed });
}

function took(told, sent) {
  const clashes = new Map(told.clashes.map((clash) => [clash.place, clash]));
  for (const [field, value] of sent) {
    const place = field.dataset.place;
    if (clashes.has(place)) {
      showClash(field, clashes.get(place));
      continue;
    }
    if (told.seqs[place] !== undefined) seenOf(field).value = told.seqs[place];
    if (field.value === value) {
      dirty.delete(field);
      forget(field);
    } else remember(field);
  }
  if (clashing.size) say("clash");
  else if (!dirty.size) say("saved", told.saved);
}

function later(name) {
  say(name);
  clearTimeout(timer);
  timer = setTimeout(flush, AGAIN);
  return false;
}
window.addEventListener("online", flush);
window.addEventListener("focus", () => {
  if (dirty.size) flush();
});

// --- two have written ------------------------------------------------------------------------

function showClash(field, clash) {
  clashing.add(field);
  dirty.add(field);
  say("clash");
  const about = document.getElementById("clash").content.firstElementChild.cloneNode(true);
  about.querySelector("pre").textContent = clash.theirs;
  about.querySelector("[data-author]").textContent = clash.author;
  const [mine, theirs] = about.querySelectorAll("button");
  const end = () => {
    seenOf(field).value = clash.seq;
    clashing.delete(field);
    about.remove();
    field.focus();
    touched(field);
  };
  mine.addEventListener("click", end);
  theirs.addEventListener("click", () => {
    field.value = clash.theirs;
    field.dispatchEvent(new Event("laukas:brought", { bubbles: true }));
    end();
  });
  field.closest(".writing").querySelector(".clash")?.remove();
  field.closest(".writing").append(about);
}

// --- going elsewhere -------------------------------------------------------------------------

// A change of the blocks loads the page anew: first everything typed is saved.
for (const other of document.querySelectorAll("form[data-flush], a[data-flush]")) {
  const event = other.tagName === "A" ? "click" : "submit";
  other.addEventListener(event, async (happened) => {
    if (!dirty.size) return;
    happened.preventDefault();
    await flush();
    if (other.tagName === "A") location.href = other.href;
    else {
      // What is not saved yet is kept on this device, and comes back with the page.
      const by = happened.submitter;
      if (by?.name) other.append(Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value }));
      other.submit();
    }
  });
}

form.addEventListener("submit", () => {
  for (const field of fields) forget(field);
  changed = false;
  dirty.clear();
});

window.addEventListener("pagehide", () => {
  for (const language of ["lt", "en"]) {
    const mine = [...dirty].filter((field) => languageOf(field) === language && !clashing.has(field));
    // Browsers let go of at most 64 KB here; what is longer waits on this device.
    const body = bodyOf(language, mine);
    if (mine.length && body.length < 60000) {
      fetch(form.dataset.draft, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body,
      }).catch(() => {});
    }
  }
  if (changed) {
    fetch(form.dataset.leave, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => {});
  }
});

// --- getting about ---------------------------------------------------------------------------

// Alt and an arrow move the block that has the focus, or in which it is.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  const panel = event.target.closest("[data-block]");
  if (!panel) return;
  event.preventDefault();
  panel.querySelector(`button[value="${event.key === "ArrowUp" ? "up" : "down"}"]`).click();
});
if (location.hash.startsWith("#b-")) document.getElementById(location.hash.slice(1))?.focus();

// One language at a time where two do not fit beside each other.
const show = (code) => {
  form.closest(".desk").dataset.shown = code;
};
for (const radio of form.elements.shown) {
  radio.addEventListener("change", () => show(radio.value));
  if (radio.checked) show(radio.value);
}

for (const button of document.querySelectorAll("[data-copy-to]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const to = document.getElementById(button.dataset.copyTo);
    to.value = document.getElementById(button.dataset.copyFrom).value;
    to.dispatchEvent(new Event("laukas:brought", { bubbles: true }));
    button.parentElement.remove();
    to.focus();
    touched(to);
  });
}

// From one text that wants translating to the next.
document.querySelector("[data-next-untranslated]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const wanting = [...document.querySelectorAll(".writing:has(label .mark) [data-place]")];
  const here = wanting.indexOf(document.activeElement);
  const next = wanting[(here + 1) % wanting.length];
  const radio = next && [...form.elements.shown].find((one) => one.value === languageOf(next));
  if (radio) {
    radio.checked = true;
    show(radio.value);
  }
  next?.focus();
});
