// Writing a question: rows come and go without a new page, and the question is shown as learners
// meet it while it is being written. The server makes every part; without this file its buttons do.

const form = document.getElementById("item");
const state = form.querySelector("[data-state]");
const WAIT = 700;

let timer = 0;
let sent = 0;
let saving = false;
// A page that came back with something to mend holds what is stored nowhere.
let dirty = Boolean(document.querySelector(".errors"));

function touched() {
  dirty = true;
  // Another kind has another form: what is typed here would not come along.
  form.closest(".desk").querySelector("[data-other-kind]")?.setAttribute("hidden", "");
  if (state.textContent !== state.dataset.changed) state.textContent = state.dataset.changed;
}

// One language at a time on a phone; after a refusal both, since what is wrong may stand in either.
const desk = form.closest(".desk");
const picks = [...form.querySelectorAll("[name=shown]")];
function pick(radio) {
  desk.dataset.shown = radio.value;
}
// Every question begins in the language of the page; what learners will see follows what is written.
for (const radio of picks) {
  radio.addEventListener("change", () => {
    pick(radio);
    const shown = form.querySelector(`#try [data-show][value="${radio.value}"]`);
    if (!shown) return;
    shown.checked = true;
    take("show", ["try"]);
  });
}
const first = picks.find((radio) => radio.checked);
if (first && first.dataset.both === undefined) pick(first);

function settle(part) {
  for (const button of part.querySelectorAll("[data-unscripted]")) button.hidden = true;
  for (const hint of part.querySelectorAll("[data-scripted]")) hint.hidden = false;
}
settle(form);

async function send(act, file) {
  const body = new FormData(form);
  body.set("do", act);
  if (!file) body.delete("file");
  return fetch(location.href, { method: "POST", body, redirect: "manual" });
}

// Whoever has signed in again in another tab has another token.
async function renew() {
  const response = await fetch(location.href, { redirect: "manual" });
  if (!response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  form.elements.csrfmiddlewaretoken.value = page.querySelector("#item [name=csrfmiddlewaretoken]").value;
  return true;
}

// Ask the server for the page with what stands here, and take these parts of it.
async function take(act, parts, { file = false } = {}) {
  clearTimeout(timer);
  const mine = (sent += 1);
  let page;
  try {
    let response = await send(act, file);
    if (response.status === 403 && (await renew())) response = await send(act, file);
    if (response.type === "opaqueredirect" || response.status === 403) {
      state.textContent = state.dataset.out;
      return false;
    }
    if (!response.ok && response.status !== 422) throw new Error(String(response.status));
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    state.textContent = state.dataset.offline;
    return false;
  }
  if (!parts.length) return true;
  // Somebody has typed or pressed on meanwhile: the later answer counts.
  if (mine !== sent) return false;
  for (const id of parts) {
    const fresh = page.getElementById(id);
    if (!fresh) continue;
    document.getElementById(id).replaceWith(fresh);
    settle(fresh);
  }
  return true;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    // Whoever is answering it must not have it taken away.
    if (!document.getElementById("try").contains(document.activeElement)) take("show", ["try"]);
  }, WAIT);
}

form.addEventListener("input", (event) => {
  const inside = event.target.closest("#try");
  if (event.target.name === "shown" || event.target.type === "file") return;
  if (inside) {
    if (event.target.dataset.show !== undefined) show(event.target.value);
    return;
  }
  if (event.target.name?.startsWith("groups.")) nameGroups();
  if (event.target.value.trim()) mended(event.target);
  touched();
  later();
});

// What was said to be missing is there now; whether it fits, the server says.
function mended(field) {
  if (!field.matches("[aria-invalid]")) return;
  field.removeAttribute("aria-invalid");
  for (const error of field.closest(".field")?.querySelectorAll(".error") ?? []) error.hidden = true;
}

// Several lines pasted into an option are several options: each goes into a row of its own. The
// browser's own typing is used, so that its own undo takes them back one by one.
const ROW = /^(options|groups|cards|pairs|extras)\.(\d+)\.(text|match)\.(lt|en)$/;
const BULLET = /^\s*(?:[-–—•·*▪]|\(?(?:\d{1,2}|[a-zą-ž])[.)])\s+/i;

function linesOf(text) {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean);
  const listed = lines.every((line) => BULLET.test(line));
  return listed ? lines.map((line) => line.replace(BULLET, "")) : lines;
}

// This field and the empty ones of the rows after it; none where something stands among them.
function roomFrom(field) {
  const [, name, , part, language] = ROW.exec(field.name);
  const all = [...form.querySelectorAll(`[name^="${name}."][name$=".${part}.${language}"]`)];
  const after = all.slice(all.indexOf(field) + 1);
  return after.some((one) => one.value.trim()) ? [] : [field, ...after];
}

form.addEventListener("paste", async (event) => {
  const field = event.target;
  if (!ROW.test(field.name ?? "")) return;
  const selected = field.selectionEnd - field.selectionStart;
  const lines = linesOf(event.clipboardData?.getData("text/plain") ?? "");
  let room = roomFrom(field);
  if (lines.length < 2 || selected < field.value.trim().length || !room.length) return;
  event.preventDefault();
  const name = field.name;
  const top = field.getBoundingClientRect().top;
  const add = `add:${ROW.exec(name)[1]}`;
  while (room.length < lines.length && form.querySelector(`button[value="${add}"]`)) {
    if (!(await take(add, ["item-rows"]))) break;
    room = roomFrom(form.elements[name]);
  }
  // Nothing is lost where there is no room for all: the last row takes what is left.
  const last = Math.min(room.length, lines.length) - 1;
  lines.splice(last, lines.length, lines.slice(last).join("\n"));
  for (const [n, line] of lines.entries()) {
    room[n].focus({ preventScroll: true });
    room[n].select();
    document.execCommand("insertText", false, line);
  }
  // New rows and the focus in the last one move the page; its reader is still where they pasted.
  scrollBy({ top: form.elements[name].getBoundingClientRect().top - top, behavior: "instant" });
  const said = document.getElementById("pasted");
  said.textContent = said.dataset.said.replace("0", last + 1);
});

// The list of groups beside each card calls them what is being typed above.
function nameGroups() {
  for (const { value: n } of form.querySelectorAll("[name=groups]")) {
    const key = form.elements[`groups.${n}.key`]?.value;
    const typed = [...form.querySelectorAll(`[name^="groups.${n}.text."]`)].map((one) => one.value.trim());
    const title = document.getElementById(`f-groups-${n}-h`).textContent;
    for (const option of form.querySelectorAll("select[name^='cards.'] option")) {
      if (option.value === key) option.textContent = typed.find(Boolean) ?? title;
    }
  }
}

async function show(language) {
  await take("show", ["try"]);
  document.querySelector(`#try [data-show][value="${language}"]`)?.focus();
}

form.addEventListener("change", async (event) => {
  if (event.target.id !== "f-picture" || !event.target.files.length) return;
  touched();
  await take("show", ["item-picture", "try"], { file: true });
  document.getElementById("f-picture")?.focus();
});

form.addEventListener("submit", async (event) => {
  const act = event.submitter?.value ?? "save";
  event.preventDefault();
  event.stopPropagation();
  if (act === "save" || act === "another") {
    if (saving) return;
    saving = true;
    // Without a connection, or signed out, the answer would be another page, and all of this gone.
    const reachable = await take("show", []);
    saving = false;
    if (reachable) {
      dirty = false;
      // Sent so, the form says nothing of the button that was pressed.
      if (act === "another") {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: act }));
      }
      form.submit();
    }
    return;
  }
  if (act === "try" || act === "show") {
    if (await take(act, ["try"])) document.getElementById("try").focus();
    return;
  }
  touched();
  if (await take(act, ["item-rows", "try"])) {
    const at = document.querySelector("#item-rows [data-at]");
    at?.focus();
    at?.scrollIntoView({ block: "nearest" });
  }
});

// What is not saved is not left behind by a slip.
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
