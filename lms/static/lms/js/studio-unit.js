// Writing a unit: saved as it is typed, kept on this device until the server has it.
// Nothing is ever written back into a field by itself: what somebody else wrote is shown beside it.
// Texts in the writing tool (prose.js) come here as Markdown, a moment after they are typed.

const form = document.getElementById("texts");
const state = form.querySelector("[data-state]");
const door = document.getElementById("sign-in");
const KEPT = `unit:${form.dataset.unit}:`;
const LANGUAGES = ["lt", "en"];
const WAIT = 700;
const AGAIN = 5000;
// Browsers let go of at most 64 KB when a page is left.
const LAST_WORDS = 60000;

const fields = () => [...document.querySelectorAll("[data-place]")];
const seenOf = (field) => form.elements[`seen:${field.name}`];
const languageOf = (field) => field.name.split(":")[0];
const keyOf = (field) => KEPT + field.name;
const token = () => form.elements.csrfmiddlewaretoken.value;

const dirty = new Set();
const clashing = new Set();
const known = new WeakSet();
let timer = 0;
let sending = null;
let changed = false;
let renewed = 0;

// --- what is said of it --------------------------------------------------------------------------

function say(name, more = "") {
  const words = state.dataset[name] + (more ? ` ${more}` : "");
  if (state.textContent !== words) state.textContent = words;
  state.dataset.now = name;
  door.hidden = name !== "out";
}

const behind = () => fields().filter((field) => field.proseBehind !== undefined);

// --- on this device ------------------------------------------------------------------------------

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

// What another page of this unit has not been able to send. Called again for blocks that came later.
export function take() {
  for (const field of fields()) {
    if (known.has(field)) continue;
    known.add(field);
    bringBack(field);
  }
  for (const field of [...dirty]) {
    if (field.isConnected) continue;
    dirty.delete(field);
    clashing.delete(field);
  }
  if (dirty.size && !timer) timer = setTimeout(flush, WAIT);
}

function bringBack(field) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(keyOf(field)) ?? "null");
  } catch {
    forget(field);
  }
  if (!kept || stored(field, kept.value) === stored(field, field.value)) {
    if (kept) forget(field);
    return;
  }
  const server = { theirs: field.value, seq: seenOf(field).value, author: "" };
  put(field, kept.value);
  dirty.add(field);
  changed = true;
  if (kept.seen === seenOf(field).value) say("back");
  else {
    seenOf(field).value = kept.seen;
    showClash(field, server);
  }
}

// As the server keeps it: a line in one piece, a text without empty lines around it.
function stored(field, value) {
  return field.tagName === "INPUT" ? value.split(/\s+/).join(" ").trim() : value.replace(/^\n+|\n+$/g, "");
}

function put(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("prose:set", { bubbles: true }));
}

// --- typing --------------------------------------------------------------------------------------

export function touched(field) {
  dirty.add(field);
  changed = true;
  remember(field);
  if (!clashing.has(field)) say("saving");
  clearTimeout(timer);
  timer = setTimeout(flush, WAIT);
}

document.addEventListener("input", ({ target }) => {
  if (target.dataset?.place !== undefined) touched(target);
});
document.addEventListener("prose:typed", () => {
  changed = true;
  if (!clashing.size) say("saving");
});
document.addEventListener("prose:offline", (event) => {
  event.preventDefault();
  say("offline");
});
document.addEventListener("prose:out", (event) => {
  event.preventDefault();
  renew();
});
document.addEventListener("prose:caught-up", () => settled());

// --- sending -------------------------------------------------------------------------------------

// True when the server has everything that was typed.
export async function flush() {
  clearTimeout(timer);
  timer = 0;
  document.dispatchEvent(new Event("prose:again"));
  if (sending) {
    await sending;
    if (!dirty.size) return settled();
  }
  sending = send().finally(() => {
    sending = null;
  });
  return sending;
}

// The same, for those who are about to leave: waits for the writing tools too.
export async function all() {
  for (let tries = 0; tries < 40 && behind().length && state.dataset.now === "saving"; tries += 1) {
    document.dispatchEvent(new Event("prose:again"));
    await new Promise((done) => setTimeout(done, 100));
  }
  await flush();
  return !dirty.size && !behind().length;
}

async function send() {
  for (const language of LANGUAGES) {
    const mine = [...dirty].filter((field) => languageOf(field) === language && !clashing.has(field));
    if (!mine.length) continue;
    const sent = new Map(mine.map((field) => [field, field.value]));
    let response;
    try {
      response = await post(form.dataset.draft, bodyOf(language, mine));
    } catch {
      return later("offline");
    }
    if (response.type === "opaqueredirect" || response.status === 403) {
      if (await renew()) return later("saving", 0);
      return later("out");
    }
    if (response.status === 422) {
      say("refused", (await response.json()).detail);
      return false;
    }
    if (response.status !== 200 && response.status !== 409) return later("offline");
    took(await response.json(), sent);
  }
  if (dirty.size - clashing.size > 0 && !timer) timer = setTimeout(flush, WAIT);
  return settled();
}

function post(address, body) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
    body,
    redirect: "manual",
  });
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
  state.dataset.at = told.saved;
}

function settled() {
  if (clashing.size) say("clash");
  else if (!dirty.size && !behind().length && !["saved", "kept", undefined].includes(state.dataset.now)) {
    say("saved", state.dataset.at);
    document.dispatchEvent(new Event("unit:saved"));
  }
  return !dirty.size && !behind().length;
}

function later(name, wait = AGAIN) {
  say(name);
  clearTimeout(timer);
  timer = setTimeout(flush, wait);
  return false;
}

// Signed in anew in another tab, this page's forms need the new secret. False while signed out.
async function renew() {
  if (Date.now() - renewed < 1000) return false;
  renewed = Date.now();
  const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) {
    say(answer ? "out" : "offline");
    return false;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#texts [name=csrfmiddlewaretoken]")?.value;
  if (!fresh) return false;
  for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = fresh;
  document.getElementById("prose-tools").dataset.token = fresh;
  document.dispatchEvent(new Event("prose:again"));
  return true;
}

addEventListener("online", () => flush());
const back = () => {
  if (document.visibilityState === "visible" && (dirty.size || behind().length)) flush();
};
addEventListener("focus", back);
document.addEventListener("visibilitychange", back);

// --- two have written ----------------------------------------------------------------------------

function showClash(field, clash) {
  clashing.add(field);
  dirty.add(field);
  say("clash");
  const about = document.getElementById("clash").content.firstElementChild.cloneNode(true);
  about.querySelector("pre").textContent = clash.theirs;
  about.querySelector("pre").lang = languageOf(field);
  about.querySelector("[data-author]").textContent = clash.author;
  const [mine, theirs] = about.querySelectorAll("button");
  const end = () => {
    seenOf(field).value = clash.seq;
    clashing.delete(field);
    about.remove();
    field.dispatchEvent(new Event("prose:focus", { bubbles: true }));
    if (field.dataset.prose === undefined) field.focus();
    touched(field);
  };
  mine.addEventListener("click", end);
  theirs.addEventListener("click", () => {
    put(field, clash.theirs);
    end();
  });
  field.closest(".writing").querySelector(".clash")?.remove();
  field.closest(".writing").append(about);
}

// --- going elsewhere -----------------------------------------------------------------------------

// Save and Done keep a version; nobody is led away from what the server does not have yet.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const done = event.submitter?.name === "done";
  if (!(await all())) return;
  if (!(await keep())) return;
  changed = false;
  if (done) location.assign(form.dataset.done);
  else say("kept");
});

// A version of what the server has. False where it could not be made, and the page says so.
export async function keep() {
  const kept = await post(form.dataset.leave, "").catch(() => null);
  if (!kept?.ok) say(kept ? "out" : "offline");
  return Boolean(kept?.ok);
}

addEventListener("pagehide", () => {
  for (const language of LANGUAGES) {
    const typed = {};
    for (const field of fields()) {
      if (languageOf(field) !== language || clashing.has(field)) continue;
      const seen = Number(seenOf(field).value);
      if (field.proseBehind !== undefined) typed[field.dataset.place] = { html: field.proseBehind, seen };
      else if (dirty.has(field)) typed[field.dataset.place] = { value: field.value, seen };
    }
    // What is longer waits on this device.
    const body = JSON.stringify({ language, typed });
    if (Object.keys(typed).length && body.length < LAST_WORDS) lastly(form.dataset.draft, body);
  }
  if (changed) lastly(form.dataset.leave, "");
});

function lastly(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  fetch(address, { method: "POST", keepalive: true, headers, body }).catch(() => {});
}

take();
