// The blocks of a unit without page loads: adding, moving, setting, taking out and taking that back.
// The server's page is asked for and what differs is put in; texts that are being written stay
// untouched. Without this file every control is a form or a link and works.

const form = document.getElementById("texts");
const said = document.getElementById("said");
const why = document.getElementById("refused");
const { all, keep, take, touched } = await import(form.dataset.saving);
const REST = 1500;
// One change after another, in the order in which they were asked for.
let queue = Promise.resolve();
let undoing = 0;
let looking = 0;

settle();

// --- asking the server ---------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const asked = event.target;
  if (event.defaultPrevented || !asked.matches("form[data-flush]")) return;
  event.preventDefault();
  act(asked, event.submitter);
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-flush]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (await all()) location.assign(link.href);
  }
  for (const menu of document.querySelectorAll(":is(.insert, .u-more)[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A menu that opens below the window is brought into it.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".insert[open]")) target.lastElementChild.scrollIntoView({ block: "nearest" });
}, true);

function act(asked, submitter) {
  const body = new FormData(asked, submitter);
  const keep = submitter?.id || document.activeElement?.id;
  const block = asked.closest("[data-block]")?.id;
  queue = queue.then(async () => {
    // What is typed is saved before the blocks change under it.
    if (!(await all())) return tell(said.dataset.waits);
    asked.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(asked.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      // Signed out, or the unit is gone: the page itself says so.
      if (!page.getElementById("blocks")) location.assign(response.redirected ? response.url : location.href);
      else bring(page, keep, block);
    } catch {
      tell(said.dataset.offline);
    } finally {
      asked.removeAttribute("aria-busy");
    }
    return null;
  });
}

// The same words twice are two announcements.
function tell(words) {
  said.textContent = "";
  setTimeout(() => (said.textContent = words), 60);
}

// --- what differs --------------------------------------------------------------------------------

function bring(page, keep, block) {
  // It stood within a block perhaps, whose parts are compared with the new ones.
  why.remove();
  const before = new Set([...document.querySelectorAll("[data-block]")].map((one) => one.id));
  match(document.getElementById("blocks"), page.getElementById("blocks"));
  states(page);
  const old = document.getElementById("undo");
  old?.remove();
  const bar = page.getElementById("undo");
  if (bar) document.getElementById("blocks").after(document.adoptNode(bar));
  take();
  document.dispatchEvent(new Event("prose:look"));
  const message = page.querySelector(".messages");
  const refused = message?.querySelector(".look");
  why.textContent = refused?.textContent.trim() ?? "";
  why.hidden = !refused;
  tell((bar?.querySelector("span") ?? (refused ? null : message))?.textContent.trim() ?? "");
  const added = [...document.querySelectorAll("[data-block]")].find((one) => !before.has(one.id));
  const at = page.getElementById("blocks").dataset.at || document.getElementById("blocks").dataset.at;
  look(added, bar ? "" : keep, at);
  // A refusal is read where it was asked for; only what is of no block stands at the top.
  (document.querySelector(`[id="${block}"] > .u-head`) ?? said).after(why);
  if (refused) why.scrollIntoView({ block: "nearest" });
  settle();
}

// Make the old element's children those of the new one, in their order; texts stay who they are.
function match(old, fresh) {
  old.dataset.at = fresh.dataset.at ?? "";
  const there = new Map([...old.children].map((one) => [one.id || one.dataset.part, one]));
  let place = old.firstElementChild;
  for (const next of [...fresh.children]) {
    const key = next.id || next.dataset.part;
    let node = there.get(key);
    there.delete(key);
    if (!node) node = document.adoptNode(next);
    else if (node.dataset.block !== undefined) match(node, next);
    else if (next.matches(".pair")) node.hidden = next.hidden;
    else if (plain(node) !== plain(next)) {
      if (node === place) place = node.nextElementSibling;
      const made = document.adoptNode(next);
      node.replaceWith(made);
      node = made;
    }
    if (node === place) place = place.nextElementSibling;
    else if (node.nextElementSibling !== place || node.parentElement !== old) old.insertBefore(node, place);
  }
  for (const gone of there.values()) gone.remove();
}

function plain(node) {
  return node.outerHTML.replace(/ (open|aria-busy)="[^"]*"/g, "").replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
}

// Whatever says how texts stand, everywhere on the page, without touching the texts.
function states(page) {
  for (const old of document.querySelectorAll("[data-stands]")) {
    const fresh = page.getElementById(old.id);
    if (fresh && plain(fresh) !== plain(old)) {
      const inside = old.contains(document.activeElement);
      const held = inside ? document.activeElement.id : "";
      const folds = new Map([...old.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
      old.replaceWith(document.adoptNode(fresh));
      for (const [id, open] of folds) document.getElementById(id)?.toggleAttribute("open", open);
      if (inside) (document.getElementById(held || `${old.id}-h`) ?? document.getElementById(old.id)).focus();
    }
  }
  // Whoever has typed on meanwhile made this old already.
  if (!form.querySelector("[data-now=saving]")) document.getElementById("to-mend").removeAttribute("aria-busy");
  ready();
}

// What was found before these words says nothing of them.
for (const kind of ["input", "prose:typed"]) {
  document.addEventListener(kind, ({ target }) => {
    if (kind === "prose:typed" || target.dataset?.place !== undefined) document.getElementById("to-mend").setAttribute("aria-busy", "true");
  });
}

document.addEventListener("unit:saved", () => {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) states(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }, REST);
});

// --- where one is --------------------------------------------------------------------------------

// Focus stays on what was pressed, wherever that stands now; a new block is led into.
function look(added, keep, at) {
  // A picture or file is chosen before anything is said of it; a text in the language that shows.
  const field = added?.querySelector("input[type=file]") ??
    [...(added?.querySelectorAll(".writing") ?? [])].find((one) => one.checkVisibility())?.querySelector("[data-place]");
  if (added) {
    added.scrollIntoView({ block: "nearest" });
    if (field?.dataset.place !== undefined) lead(field);
    else (field ?? added).focus();
    return;
  }
  const same = keep ? document.getElementById(keep) : null;
  const target = (same && !same.disabled ? same : null) ?? document.getElementById(`b-${at}`) ?? document.getElementById("undo-it") ?? document.getElementById("blocks");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

function lead(field) {
  show(field.name.split(":")[0]);
  if (field.dataset.prose === undefined) field.focus();
  // The writing tool answers once it is there.
  else if (field.dispatchEvent(new Event("prose:focus", { bubbles: true, cancelable: true }))) {
    document.addEventListener("prose:ready", () => lead(field), { once: true });
  }
}

function settle() {
  clearInterval(undoing);
  ready();
  const bar = document.getElementById("undo");
  if (!bar) return;
  let left = Number(bar.dataset.seconds);
  undoing = setInterval(() => {
    // Whoever is on their way to the button gets there.
    if (!bar.matches(":hover, :focus-within")) left -= 1;
    if (left > 0) return;
    clearInterval(undoing);
    bar.remove();
  }, 1000);
}

// Controls that need this file, and those that are spared by it.
function ready() {
  for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;
  for (const one of document.querySelectorAll("[data-plain]")) one.hidden = true;
}

// A box ticked, a tone chosen, a file picked: done at once.
document.addEventListener("change", ({ target }) => {
  const asked = target.closest("form[data-at-once]");
  if (asked && (target.type !== "file" || target.files.length) && !target.matches("[data-before]")) act(asked, asked.querySelector("button[name=do]"));
});

// A picture asked for, or pasted, within a text: a block of its own under it.
document.addEventListener("prose:picture", async (event) => {
  const file = event.detail;
  event.preventDefault();
  const asked = document.querySelector(`#in-${event.target.closest("[data-block]").dataset.block} form`);
  const before = new Set(document.querySelectorAll("[data-block]"));
  act(asked, asked.querySelector("button[value=image]"));
  await queue;
  const added = [...document.querySelectorAll("[data-block]")].find((one) => !before.has(one));
  const field = added?.querySelector("input[type=file]");
  if (!field) return;
  if (file) {
    const given = new DataTransfer();
    given.items.add(file);
    field.files = given.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  try {
    field.showPicker();
  } catch {
    // The press was too long ago: the field has the focus.
  }
});

// Alt and an arrow move the block that has the focus; inside a text they are the text's.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest(":is(.insert, .u-more)[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const block = event.target.closest("[data-block]");
  if (!way || !event.altKey || !block || event.target.matches("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  block.querySelector(`button[value="${way}"]:not([disabled])`)?.click();
});

// --- languages -----------------------------------------------------------------------------------

// One language at a time where two do not fit beside each other.
const desk = form.closest(".desk");
function show(code) {
  desk.dataset.shown = code;
  const radio = [...document.querySelectorAll("[name=shown]")].find((one) => one.value === code);
  if (radio) radio.checked = true;
}
// The language chosen last holds on every page that is written, until the window is closed.
const chosen = [...document.querySelectorAll("[name=shown]")].find((one) => one.value === sessionStorage.getItem("studio:language"));
if (chosen) chosen.checked = true;
for (const radio of document.querySelectorAll("[name=shown]")) {
  radio.addEventListener("change", () => {
    show(radio.value);
    sessionStorage.setItem("studio:language", radio.value);
  });
  if (radio.checked) show(radio.value);
}

document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy-to]");
  if (copy) copyOver(copy);
  const mend = event.target.closest("a[data-mend]");
  if (mend) {
    const field = document.getElementById(mend.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const fold = field.closest("details");
    if (fold) fold.open = true;
    if (field.dataset.place !== undefined) lead(field);
    else field.focus();
  }
});

// Whoever writes a translation need not be told that it was old; the server says how it stands now.
for (const kind of ["input", "prose:typed"]) {
  document.addEventListener(kind, ({ target }) => {
    const told = target.closest?.(".writing")?.querySelectorAll(".since, .copy-over:not([data-copied]), .u-label .mark");
    for (const one of told ?? []) one.hidden = true;
  });
}

// What stood there goes into the history first, and can be had back at once.
async function copyOver(button) {
  const to = document.getElementById(button.dataset.copyTo);
  if (!(await all())) return tell(said.dataset.waits);
  const old = to.value;
  if (old.trim() && !(await keep())) return tell(said.dataset.offline);
  button.hidden = true;
  put(to, document.getElementById(button.dataset.copyFrom).value);
  to.closest(".writing").querySelector("[data-copied]")?.remove();
  if (!old.trim()) return null;
  const back = document.createElement("button");
  back.type = "button";
  back.className = "btn text copy-over";
  back.dataset.copied = "";
  back.textContent = button.dataset.undo;
  back.addEventListener("click", () => {
    back.remove();
    put(to, old);
  });
  to.closest(".writing").append(back);
  return null;
}

function put(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("prose:set", { bubbles: true }));
  touched(field);
  lead(field);
}

// Another page has sent its reader to a text or a block.
function arrive() {
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted?.dataset.place !== undefined) lead(wanted);
  else if (wanted?.dataset.block !== undefined) wanted.focus();
}
arrive();
addEventListener("hashchange", arrive);

// On a phone the list of what to mend waits, folded, until it is asked for.
if (matchMedia("(max-width: 59.99rem)").matches) {
  for (const fold of document.querySelectorAll("[data-folds]")) fold.open = false;
}
