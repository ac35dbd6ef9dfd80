// Answers of a quiz: kept in this browser until the server has them. Without this file everything
// still works by the buttons.

const HOLDS = "answers:";
const AGAIN = 5000;

// --- fields --------------------------------------------------------------------------------------

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

// --- what a visitor answers ----------------------------------------------------------------------

// It stays on this device for a while, to be filled in once she has joined: the link in the mail that
// confirms her address opens in another tab. Not for long: a device may have several people.
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
  return fresh.map(([name]) => name);
}

// --- what is kept --------------------------------------------------------------------------------

// One entry for each question, so that two tabs do not write over each other's. over: the version of
// the answer that it was typed over.  at: when, by the server's clock, in milliseconds.
const attemptOf = (address) => address.split("/").slice(-3)[0];
const keyOf = (attempt, name) => `${HOLDS}${attempt}:${name}`;

function keptOf(attempt) {
  takeOver(attempt);
  const kept = {};
  for (const key of Object.keys(localStorage)) {
    const [head, name] = key.split(/:(?=a-)/);
    if (name && head === HOLDS + attempt) kept[name] = JSON.parse(localStorage.getItem(key));
  }
  return kept;
}

// Earlier pages kept all answers of an attempt in one entry, without their moments.
function takeOver(attempt) {
  const old = localStorage.getItem(HOLDS + attempt);
  if (!old) return;
  localStorage.removeItem(HOLDS + attempt);
  for (const [name, { over, fields }] of Object.entries(JSON.parse(old))) {
    localStorage.setItem(keyOf(attempt, name), JSON.stringify({ over, fields, at: 1 }));
  }
}

// What another tab has written meanwhile is not this one's to forget.
function forget(attempt, name, { at }) {
  const stands = localStorage.getItem(keyOf(attempt, name));
  if (stands && JSON.parse(stands).at === at) localStorage.removeItem(keyOf(attempt, name));
}

function post(address, token, kept) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  // Only what was touched here: another tab's answers are not this one's to take away.
  body.set("only", Object.keys(kept).join(","));
  for (const [name, one] of Object.entries(kept)) {
    body.set(`t-${name.slice(2)}`, Math.round(one.at));
    body.set(`v-${name.slice(2)}`, one.over);
    for (const [field, value] of one.fields) body.append(field, value);
  }
  const headers = { Accept: "application/json" };
  return fetch(address, { method: "POST", body, headers, keepalive: true });
}

// What this browser still holds of other attempts than the one on this page: their tab was closed
// before the network came back.
async function sendOthers(mine) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const heads = Object.keys(localStorage).filter((key) => key.startsWith(HOLDS));
  const language = document.documentElement.lang;
  for (const attempt of new Set(heads.map((key) => key.split(":")[1]))) {
    if (!token || attempt === mine) continue;
    const kept = keptOf(attempt);
    try {
      const response = await post(`/${language}/attempts/${attempt}/save/`, token, kept);
      // Somebody else's, or signed out: they wait for whoever gave them.
      if (response.redirected || !(response.ok || response.status === 409)) continue;
      for (const [name, one] of Object.entries(kept)) forget(attempt, name, one);
    } catch {
      return;
    }
  }
}

// --- the page of an attempt ----------------------------------------------------------------------

// What this device still kept of an attempt that was handed in meanwhile.
async function sendLate(form) {
  const attempt = attemptOf(form.dataset.late);
  const kept = keptOf(attempt);
  if (!Object.keys(kept).length) return;
  try {
    const response = await post(form.dataset.late, form.elements.csrfmiddlewaretoken.value, kept);
    if (response.status !== 409) return;
    for (const [name, one] of Object.entries(kept)) forget(attempt, name, one);
    // The page made anew shows it, and that it does not count.
    if ((await response.json()).code === "late") location.reload();
  } catch {
    // Without a network it stays here until this page is opened again.
  }
}

function keepAnswers(form, brought) {
  const address = form.dataset.answers;
  const attempt = attemptOf(address);
  const token = form.elements.csrfmiddlewaretoken.value;
  const state = form.querySelector("[data-state]");
  // By how much the server's clock is ahead of this one.
  const ahead = Number(form.dataset.now) - Date.now();
  let timer = 0;
  let sending = null;
  let again = false;

  const kept = keptOf(attempt);
  let newer = false;
  for (const [name, one] of Object.entries(kept)) {
    const stands = version(name);
    const later = stands !== one.over && Number(stands) >= one.at;
    if (stands === undefined || later || sameAs(name, one.fields)) {
      // It has arrived, or another tab has saved a later one, which is not overwritten.
      forget(attempt, name, one);
      delete kept[name];
      newer ||= later && !sameAs(name, one.fields);
    } else put(form, name, one.fields);
  }
  for (const name of brought) if (!kept[name]) keep(name);
  if (Object.keys(kept).length) send();
  else if (newer) say(form.dataset.newer);

  form.addEventListener("input", (event) => {
    const name = itemOf(event.target);
    if (!name) return;
    keep(name);
    clearTimeout(timer);
    timer = setTimeout(send, 600);
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });

  return { flush };

  function keep(name) {
    kept[name] = { over: version(name), fields: fieldsOf(form, name), at: Date.now() + ahead };
    localStorage.setItem(keyOf(attempt, name), JSON.stringify(kept[name]));
  }

  function version(name) {
    return form.elements[`v-${name.slice(2)}`]?.value;
  }

  function sameAs(name, fields) {
    return JSON.stringify(fieldsOf(form, name)) === JSON.stringify(fields);
  }

  // Send what waits at once, even if that is nothing: what the server says then tells of the end.
  function flush(always = false) {
    clearTimeout(timer);
    return always || Object.keys(kept).length ? send(always) : null;
  }

  function send(always = false) {
    if (sending) {
      again = true;
      return sending;
    }
    if (always !== true && !Object.keys(kept).length) return null;
    sending = sendNow().finally(() => {
      sending = null;
      if (again) {
        again = false;
        send();
      }
    });
    return sending;
  }

  async function sendNow() {
    const sent = { ...kept };
    say(form.dataset.saving);
    try {
      const response = await post(address, token, sent);
      if (response.redirected || response.status === 403) return say(form.dataset.signedOut);
      if (response.status === 409) {
        // Handed in elsewhere, or the time is over: the server has kept what came late.
        for (const [name, one] of Object.entries(sent)) forget(attempt, name, one);
        say((await response.json()).detail);
        return location.replace(address.replace(/save\/$/, ""));
      }
      if (response.status === 422 || response.status === 404) {
        const told = response.headers.get("Content-Type")?.includes("json");
        return say(told ? (await response.json()).detail : form.dataset.trouble);
      }
      if (!response.ok) {
        setTimeout(send, AGAIN);
        return say(form.dataset.trouble);
      }
      acknowledged(sent, await response.json());
    } catch {
      say(form.dataset.offline);
      setTimeout(send, AGAIN);
    }
  }

  // Only what the server has acknowledged is forgotten here.
  function acknowledged(sent, { saved, stands, newer: others }) {
    for (const [name, one] of Object.entries(sent)) {
      const uid = name.slice(2);
      if (others.includes(uid)) continue;
      for (const [field, value] of Object.entries(stands[uid] ?? {})) {
        form.elements[`${field}-${uid}`].value = value;
      }
      forget(attempt, name, one);
      if (kept[name] === one) delete kept[name];
      else if (kept[name]) kept[name].over = version(name);
    }
    if (others.length) {
      // The page made anew shows the newer ones; what is not sent yet waits here.
      location.reload();
    } else say(form.dataset.saved.replace("%s", saved));
  }

  function say(text) {
    if (state) state.textContent = text;
  }
}

// In practice an answer is sent when it is checked, for then the truth is told; until then it is kept
// here, so that a closed tab does not lose it.
function keepUnchecked(form) {
  const attempt = attemptOf(form.dataset.clock);
  const keyed = (name) => `unchecked:${attempt}:${name}`;
  const names = new Set([...form.elements].map(itemOf).filter(Boolean));
  for (const key of Object.keys(localStorage)) {
    const [head, name] = key.split(/:(?=a-)/);
    if (head !== `unchecked:${attempt}`) continue;
    if (names.has(name)) put(form, name, JSON.parse(localStorage.getItem(key)));
    else localStorage.removeItem(key);
  }
  form.addEventListener("input", ({ target }) => {
    const name = itemOf(target);
    if (name) localStorage.setItem(keyed(name), JSON.stringify(fieldsOf(form, name)));
  });
}

// --- the clock -----------------------------------------------------------------------------------

function runClock(clock, form, keeper) {
  const says = document.querySelector("[data-clock-says]");
  const left = clock.querySelector("[data-left]");
  const end = Date.now() + Number(clock.dataset.due) - Number(clock.dataset.now);
  const told = new Set();
  let wait = AGAIN;
  // What is nearly over when the page opens need not be told as if it had just come.
  if (end - Date.now() < 290_000) told.add("five");
  if (end - Date.now() < 55_000) told.add("one");
  tick();

  function tick() {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds <= 300) tell("five");
    if (seconds <= 60) tell("one");
    if (seconds <= 3) keeper?.flush();
    if (seconds <= 0) return over();
    left.textContent =
      seconds > 60
        ? clock.dataset.minutes.replace("%s", Math.ceil(seconds / 60))
        : clock.dataset.seconds.replace("%s", seconds);
    setTimeout(tick, seconds > 62 ? 1000 * Math.min(seconds - 61, 15) : 1000);
  }

  function tell(what) {
    if (told.has(what)) return;
    told.add(what);
    says.textContent = says.dataset[what];
  }

  async function over() {
    left.textContent = "";
    tell("over");
    if (keeper) await keeper.flush(true);
    else {
      const address = form.dataset.clock;
      const token = form.elements.csrfmiddlewaretoken.value;
      const response = await post(address, token, {}).catch(() => null);
      if (response?.status === 409) location.replace(address.replace(/save\/$/, ""));
    }
    setTimeout(over, wait);
    wait = Math.min(wait * 2, 60_000);
  }
}

const quiz = document.querySelector("form[data-block]");
const brought = quiz ? bring(quiz) : [];
const form = document.querySelector("form[data-answers]");
if (quiz && !form) keepUnchecked(quiz);
const keeper = form ? keepAnswers(form, brought) : null;
const clock = document.querySelector("[data-due]");
if (clock) runClock(clock, quiz, keeper);
const handedIn = document.querySelector("form[data-late]");
if (handedIn) sendLate(handedIn);
const here = form?.dataset.answers ?? handedIn?.dataset.late;
sendOthers(here ? attemptOf(here) : "");
