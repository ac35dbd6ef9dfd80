// Comforts of the outline page: changes without a page load, Alt+arrows, dragging, an undo that
// goes by itself. Without this file every control is a form or a link and works.

const said = document.getElementById("said");
const EDGE = 60;
const address = document.getElementById("acts").action;
// One change after another, in the order in which they were asked for.
let queue = Promise.resolve();
let timer = 0;

settle();

// --- asking the server ---------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-outline]")) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  ask(() => fetch(form.action, { method: "POST", body }), document.activeElement?.id);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-open]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    ask(() => fetch(link.href), "");
  }
  for (const menu of document.querySelectorAll(".o-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Whoever opens a form is about to type into it.
document.addEventListener(
  "toggle",
  (event) => {
    const form = event.target;
    if (!form.matches?.(".o-add[open]") || form.contains(document.activeElement) === false) return;
    if (document.activeElement !== form.querySelector("summary")) return;
    form.querySelector("input:not([type='hidden'])").focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  },
  true,
);

function act(verb, more = {}) {
  const body = new FormData(document.getElementById("acts"));
  body.set("do", verb);
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  ask(() => fetch(address, { method: "POST", body }), document.activeElement?.id);
}

function ask(send, keep) {
  queue = queue.then(async () => {
    try {
      const response = await send();
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("outline");
      // Signed out, or the course is gone: the page itself says so.
      if (!fresh) location.assign(response.redirected ? response.url : location.href);
      else swap(page, fresh, keep);
    } catch {
      said.textContent = said.dataset.offline;
    }
  });
}

function swap(page, fresh, keep) {
  const old = document.getElementById("outline");
  const open = [...old.querySelectorAll("details[open][id]:not(.o-menu)")].map((one) => one.id);
  old.replaceWith(document.adoptNode(fresh));
  for (const id of open) {
    const same = document.getElementById(id);
    if (same && !id.startsWith("add-")) same.open = true;
  }
  const refusal = fresh.querySelector(".errors");
  const words = refusal ?? fresh.querySelector("#undo span") ?? page.querySelector(".messages p");
  // The same words twice are two announcements.
  said.textContent = "";
  setTimeout(() => (said.textContent = refusal ? "" : (words?.textContent.trim() ?? "")), 60);
  look(fresh, refusal, keep);
  settle();
}

// Focus stays on what was pressed, wherever that stands now; else on what the server names.
function look(fresh, refusal, keep) {
  const at = fresh.dataset.at;
  const panel = fresh.querySelector("#panel");
  const adding = document.querySelector(`[id="${at}"].o-add input:not([type="hidden"])`);
  const same = keep ? document.getElementById(keep) : null;
  const target =
    refusal ??
    panel?.querySelector("input:not([type='hidden']), select") ??
    adding ??
    (same && !same.disabled ? same : null) ??
    document.getElementById(`${at}-name`) ??
    document.getElementById(at) ??
    fresh;
  const menu = target.closest(".o-menu");
  if (menu) menu.open = true;
  target.focus({ preventScroll: true });
  // A form comes into view with its buttons.
  (target.closest(".o-add, #panel") ?? target).scrollIntoView({ block: "nearest" });
}

function settle() {
  for (const one of document.querySelectorAll("[data-scripted], [data-grip]")) one.hidden = false;
  clearInterval(timer);
  const bar = document.getElementById("undo");
  if (!bar) return;
  let left = Number(bar.dataset.seconds);
  timer = setInterval(() => {
    // Whoever is on their way to the button gets there.
    if (!bar.matches(":hover, :focus-within")) left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    bar.remove();
  }, 1000);
}

// --- keys ----------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const place = event.target;
  if (event.key === "Escape") {
    const menu = place.closest(".o-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const moves = place.closest("[data-move]");
  if (!way || !event.altKey || !moves || place.matches("input, select, textarea")) return;
  event.preventDefault();
  act(`${moves.dataset.move}${way}:${moves.dataset.id}`);
});

// --- dragging ------------------------------------------------------------------------------------

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const row = grip.closest("[data-unit]");
  const mark = document.createElement("li");
  mark.className = "o-mark";
  row.classList.add("dragged");
  grip.setPointerCapture(event.pointerId);

  const move = ({ clientX, clientY }) => {
    // Near an edge of the window the page goes along.
    if (clientY < EDGE) scrollBy({ top: -EDGE / 3, behavior: "instant" });
    else if (clientY > innerHeight - EDGE) scrollBy({ top: EDGE / 3, behavior: "instant" });
    const under = document.elementFromPoint(clientX, clientY);
    const other = under?.closest("[data-unit]");
    if (other && other !== row) {
      const box = other.getBoundingClientRect();
      if (clientY < box.top + box.height / 2) other.before(mark);
      else other.after(mark);
    } else if (!other) under?.closest("[data-module]")?.querySelector(".o-units").append(mark);
  };
  const end = (drop) => {
    grip.removeEventListener("pointermove", move);
    grip.removeEventListener("pointerup", up);
    grip.removeEventListener("pointercancel", cancel);
    document.removeEventListener("keydown", escape);
    row.classList.remove("dragged");
    const module = mark.closest("[data-module]")?.dataset.module;
    let place = 0;
    for (let one = mark.previousElementSibling; one; one = one.previousElementSibling) {
      if (one.dataset.unit && one !== row) place += 1;
    }
    mark.remove();
    if (drop && module) act(`put:${row.dataset.unit}`, { to: `${module}:${place}` });
  };
  const up = () => end(true);
  const cancel = () => end(false);
  const escape = ({ key }) => key === "Escape" && cancel();
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", up);
  grip.addEventListener("pointercancel", cancel);
  document.addEventListener("keydown", escape);
});
