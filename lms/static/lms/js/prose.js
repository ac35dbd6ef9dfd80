// Text blocks are written as they will look; the textarea stays the field and always holds
// Markdown. Conversions are the server's. Without this file the textarea works as it is.

const tools = document.getElementById("prose-tools");
const words = tools?.dataset ?? {};
const dialog = document.getElementById("prose-link");
const formulas = document.getElementById("prose-formula");
// Stands for the caret while a text is converted; letters alone are never escaped.
const CARET = "qzjcaretjzq";
const PAUSE = 500;
const AGAIN = 5000;
const writers = new Map();
const coming = new Map();
// A page may keep one place for the tools of whichever text is being written.
const dock = document.querySelector("[data-prose-dock]");
let modules;

if (tools) {
  enhanceAll();
  document.addEventListener("htmx:load", enhanceAll);
  document.addEventListener("prose:look", enhanceAll);
  // Nothing is sent before the field holds what was typed.
  document.addEventListener("submit", (event) => holdBack(event), true);
  const again = () => writers.forEach((writer) => writer.sync());
  addEventListener("online", again);
  document.addEventListener("prose:again", again);
  document.addEventListener("prose:focus", (event) => {
    event.preventDefault();
    lead(event.target);
  });
  document.dispatchEvent(new Event("prose:ready"));
}

function enhanceAll() {
  for (const area of document.querySelectorAll("textarea[data-prose='']")) {
    area.dataset.prose = "on";
    area.addEventListener("keydown", () => (area.dataset.prose = "typing"), { once: true });
    const soon = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      soon.disconnect();
      enhance(area).catch(() => {});
    }, { rootMargin: "600px" });
    soon.observe(area);
  }
  for (const [area, writer] of writers) {
    if (!area.isConnected) writer.end();
  }
}

// Whoever sends the writer to a text need not know whether its tool is there yet.
async function lead(area) {
  const was = document.activeElement;
  const tool = await enhance(area).then(() => writers.get(area)).catch(() => area);
  // Who has gone on meanwhile is not called back.
  if ([was, document.body, null].includes(document.activeElement)) tool.focus();
}

function load() {
  modules ??= Promise.all([import(words.editor), import(words.paste)]);
  return modules;
}

async function ask(fields) {
  const body = new URLSearchParams(fields);
  const answer = await fetch(words.url, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": words.token, Accept: "application/json" },
    redirect: "manual",
  });
  // Signed out, or signed in anew since: the page sees to it.
  if (answer.type === "opaqueredirect" || answer.status === 403) throw Object.assign(new Error("out"), { out: true });
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.code), { detail: said.detail });
  return said;
}

async function holdBack(event) {
  const form = event.target;
  const behind = [...writers.values()].filter((one) => one.area.form === form && one.isBehind() && !one.gaveUp);
  if (!behind.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  // What still cannot be converted goes along as it is, in a field of its own.
  await Promise.all(behind.map((one) => one.sync(true)));
  form.requestSubmit(event.submitter ?? undefined);
}

function enhance(area) {
  if (!coming.has(area)) {
    coming.set(area, made(area).catch((error) => {
      coming.delete(area);
      throw error;
    }));
  }
  return coming.get(area);
}

async function made(area) {
  const [kit, paste] = await load();
  let opened;
  let text;
  do {
    // Nobody is taken out of the field they are typing in.
    if (typing(area)) await new Promise((left) => area.addEventListener("blur", left, { once: true }));
    text = area.value;
    opened = area.dataset.html === undefined || text !== area.defaultValue ? await ask({ markdown: text }) : {
      html: area.dataset.html,
      reasons: area.dataset.reasons ? [area.dataset.reasons] : [],
    };
  } while (typing(area) || area.value !== text);
  // An address may have led here before the tool came.
  const here = document.activeElement === area;
  writers.set(area, new Writer(area, opened, kit, paste));
  if (here) writers.get(area).focus();
}

function typing(area) {
  return document.activeElement === area && area.dataset.prose === "typing";
}

class Writer {
  constructor(area, opened, kit, paste) {
    this.area = area;
    this.kit = kit;
    this.clean = paste.clean;
    // The same text under the other language's address of the page.
    this.memory = `prose:${location.pathname.replace(/^\/\w\w\//, "/")}:${area.name}`;
    this.root = tools.content.firstElementChild.cloneNode(true);
    this.bar = this.root.querySelector("[role=toolbar]");
    if (dock) this.bar.remove();
    this.root.classList.toggle("roomy", !area.closest(".pair"));
    area.before(this.root);
    const label = area.labels?.[0];
    if (label) label.id ||= `${area.id}-label`;
    this.label = label;
    this.part("[data-source]").append(area);
    this.tabs();
    this.editor = this.made(opened.html);
    this.toolbar();
    label?.addEventListener("click", (event) => {
      if (this.shown !== "write") return;
      event.preventDefault();
      this.focus();
    });
    if (dock) this.docks();
    area.addEventListener("input", () => this.typedInSource());
    // Whoever puts another text into the field says so with this event.
    area.addEventListener("prose:set", () => this.reopen());
    this.why(opened.reasons);
    this.show(opened.reasons.length ? "source" : "write");
    this.bringBack();
  }

  part(selector) {
    return this.root.querySelector(selector) ?? this.bar.querySelector(selector);
  }

  focus() {
    if (this.shown !== "write") return this.area.focus();
    // At once: the editor's own command waits for a frame, and would call back who has gone on by then.
    this.editor.view.focus();
    this.editor.commands.scrollIntoView();
    this.root.scrollIntoView({ block: "nearest" });
  }

  // The tools come into the page's one place while this text is being written.
  docks() {
    this.root.addEventListener("focusin", ({ target }) => {
      const writes = this.editor.view.dom.contains(target);
      if (writes && dock.firstElementChild !== this.bar) dock.replaceChildren(this.bar);
      dock.hidden = !writes;
    });
    this.away = ({ target }) => {
      if (dock.firstElementChild === this.bar && !dock.contains(target) && !this.root.contains(target)) dock.hidden = true;
    };
    document.addEventListener("focusin", this.away);
  }

  end() {
    document.removeEventListener("focusin", this.away);
    if (dock?.firstElementChild === this.bar) {
      dock.hidden = true;
      dock.replaceChildren();
    }
    clearTimeout(this.timer);
    writers.delete(this.area);
    this.editor.destroy();
  }

  // --- the editor ------------------------------------------------------------------------------

  made(html) {
    const { area, kit } = this;
    const described = [this.part("[data-keys]"), ...(area.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id))];
    this.part("[data-keys]").id = `${area.id}-keys`;
    const mount = this.part("[data-area]");
    // The field tells of changes, not the editing area.
    mount.addEventListener("input", (event) => event.stopPropagation());
    const attributes = {
      class: "prose",
      role: "textbox",
      "aria-multiline": "true",
      "aria-describedby": described.filter(Boolean).map((node) => node.id).join(" "),
      lang: area.lang,
    };
    if (this.label) attributes["aria-labelledby"] = this.label.id;
    else attributes["aria-label"] = area.getAttribute("aria-label") ?? area.name;
    if (area.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
    return new kit.Editor({
      element: mount,
      content: html,
      extensions: extensions(kit, this),
      injectCSS: false,
      // A list may begin with "- ", but no star becomes emphasis behind the writer's back.
      enableInputRules: ["bulletList", "orderedList", "heading", "blockquote", "codeBlock", "horizontalRule"],
      enablePasteRules: false,
      parseOptions: { preserveWhitespace: "full" },
      // What is written stays clear of a bar that sticks to the top.
      editorProps: { attributes, scrollMargin: { top: 140, bottom: 20, left: 0, right: 0 }, scrollThreshold: { top: 140, bottom: 20, left: 0, right: 0 }, handlePaste: (_view, { clipboardData }) => this.picture(clipboardData), transformPastedHTML: (pasted) => this.pasted(pasted) },
      onUpdate: () => this.typed(),
      onTransaction: () => this.state?.(),
    });
  }

  // A picture has a block of its own: the page that has blocks makes one. An office sends a picture of
  // its text along with the text, and that is text. True where there was a picture alone.
  picture(given) {
    const file = [...(given?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (!file || given.getData("text/plain").trim()) return false;
    if (this.asks(file)) this.say(`${words.dropped} ${words.pictures}`);
    return true;
  }

  // False where the page has taken it on.
  asks(file = null) {
    return this.area.dispatchEvent(new CustomEvent("prose:picture", { bubbles: true, cancelable: true, detail: file }));
  }

  pasted(html) {
    // A copy out of this very editor needs no cleaning.
    if (/data-pm-slice/.test(html)) return html;
    const { html: cleaned, lost } = this.clean(html);
    this.lost = lost.map((kind) => words[kind]);
    return cleaned;
  }

  // --- the field -------------------------------------------------------------------------------

  isBehind() {
    return this.behind === true || Boolean(this.timer);
  }

  // What the page can see of it: the field bears what it does not hold yet.
  tell(what) {
    this.area.proseBehind = this.behind ? this.editor.getHTML() : undefined;
    // A page that says so itself keeps this writer quiet.
    return this.area.dispatchEvent(new CustomEvent(`prose:${what}`, { bubbles: true, cancelable: true }));
  }

  typed() {
    this.behind = true;
    this.gaveUp = false;
    this.keep();
    this.tell("typed");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sync(), PAUSE);
  }

  // html that is not yet Markdown, in the browser and in the form, until it is.
  keep() {
    const html = this.editor.getHTML();
    try {
      localStorage.setItem(this.memory, JSON.stringify({ html, over: this.area.value }));
    } catch {
      // No room: the form still has it.
    }
    if (!this.spare) {
      this.spare = document.createElement("input");
      this.spare.type = "hidden";
      this.spare.name = `${this.area.name}.prose`;
      if (this.area.hasAttribute("form")) this.spare.setAttribute("form", this.area.getAttribute("form"));
      this.area.after(this.spare);
    }
    this.spare.disabled = false;
    this.spare.value = html;
  }

  letGo() {
    try {
      localStorage.removeItem(this.memory);
    } catch {
      // A forbidden store holds nothing.
    }
    if (this.spare) this.spare.disabled = true;
  }

  // One conversion at a time; what was typed meanwhile asks again. True when all is in the field.
  sync(last = false) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.behind) return Promise.resolve(true);
    this.running = (this.running ?? Promise.resolve()).then(() => this.convert(last));
    return this.running;
  }

  async convert(last) {
    if (!this.behind) return true;
    const html = this.editor.getHTML();
    let answer;
    try {
      answer = await ask({ html });
    } catch (error) {
      this.gaveUp = last;
      const quiet = !this.tell(error.out ? "out" : "offline");
      this.say(error.detail ?? (quiet ? "" : words.keeping));
      if (!this.timer && !last) this.timer = setTimeout(() => this.sync(), AGAIN);
      return false;
    }
    const changed = this.area.value !== answer.markdown;
    this.ours = true;
    if (changed) this.area.value = answer.markdown;
    this.behind = this.editor.getHTML() !== html;
    if (this.behind) this.keep();
    else this.letGo();
    this.tell("caught-up");
    if (changed) this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.ours = false;
    const dropped = [...new Set([...(this.lost ?? []), ...answer.dropped])];
    this.say(dropped.length ? `${words.dropped} ${dropped.join("; ")}.` : "");
    if (this.behind && !this.timer) this.timer = setTimeout(() => this.sync(), PAUSE);
    return !this.behind;
  }

  // The page was left before the last words were converted.
  async bringBack() {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(this.memory) ?? "null");
    } catch {
      kept = null;
    }
    if (!kept || this.shown !== "write") return;
    if (bare(kept.over) !== bare(this.area.value)) {
      const stored = await ask({ html: kept.html }).catch(() => null);
      if (stored && bare(stored.markdown) === bare(this.area.value)) {
        this.letGo();
        return;
      }
      // Somebody has saved another text since: theirs stays until the writer asks.
      const both = document.createElement("p");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = words.bring;
      button.addEventListener("click", () => {
        both.remove();
        this.editor.chain().setContent(kept.html, { emitUpdate: true }).focus().run();
      });
      both.append(button);
      this.part("[data-said]").before(both);
      return;
    }
    this.editor.commands.setContent(kept.html, { emitUpdate: true });
    this.say(words.back);
  }

  say(text) {
    const place = this.part("[data-said]");
    if (place.textContent !== text) place.textContent = text;
  }

  // --- the source ------------------------------------------------------------------------------

  typedInSource() {
    if (this.ours) return;
    this.stale = true;
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const markdown = this.area.value;
    try {
      const answer = await ask({ markdown, language: this.area.lang });
      if (markdown !== this.area.value) return answer;
      this.part("[data-preview]").innerHTML = answer.preview ?? "";
      this.why(answer.reasons);
      this.say("");
      return answer;
    } catch (error) {
      this.say(error.detail ?? words.keeping);
      return null;
    }
  }

  why(reasons) {
    this.part("[data-why]").hidden = !reasons.length;
    this.part("[data-reasons]").textContent = reasons.join("; ");
  }

  async reopen() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.behind = false;
    this.letGo();
    this.tell("caught-up");
    this.stale = true;
    const answer = await this.look();
    if (answer) this.open(answer);
    if (this.shown === "write" && (!answer || answer.reasons.length)) this.show("source");
  }

  open(answer) {
    if (answer.reasons.length) return false;
    this.editor.commands.setContent(answer.html, { emitUpdate: false, parseOptions: { preserveWhitespace: "full" } });
    this.stale = false;
    return true;
  }

  // --- tabs ------------------------------------------------------------------------------------

  tabs() {
    for (const tab of this.root.querySelectorAll("[role=tab]")) {
      const name = tab.dataset.tab;
      const panel = this.part(`[data-panel=${name}]`);
      tab.id = `${this.area.id}-tab-${name}`;
      panel.id = `${this.area.id}-panel-${name}`;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => this.turn(name));
    }
    const list = this.part("[role=tablist]");
    if (this.label) list.setAttribute("aria-label", `${list.getAttribute("aria-label")}: ${this.label.textContent.trim()}`);
    list.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
      event.preventDefault();
      const name = { Home: "write", End: "source" }[event.key] ?? (this.shown === "write" ? "source" : "write");
      this.turn(name);
    });
    this.part("[data-formula]").addEventListener("click", () => this.formula());
    const preview = this.part("[data-preview-box]");
    this.part("[data-preview-name]").id = `${this.area.id}-preview`;
    preview.setAttribute("role", "group");
    preview.setAttribute("tabindex", "0");
    preview.setAttribute("aria-labelledby", [`${this.area.id}-preview`, this.label?.id].filter(Boolean).join(" "));
    this.part("[data-preview]").lang = this.area.lang;
  }

  async turn(name) {
    const tab = this.part(`[data-tab=${name}]`);
    tab.focus();
    if (name === this.shown) return;
    if (name === "source") {
      if (!(await this.sync())) return;
      this.show(name);
      this.look();
      return;
    }
    const answer = this.stale || !this.part("[data-why]").hidden ? await this.look() : null;
    if (this.stale || answer) {
      if (!answer || !this.open(answer)) {
        this.part(`[data-tab=${this.shown}]`).focus();
        return;
      }
    }
    this.show(name);
  }

  show(name) {
    this.shown = name;
    for (const tab of this.root.querySelectorAll("[role=tab]")) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      this.part(`[data-panel=${tab.dataset.tab}]`).hidden = !chosen;
    }
    if (name === "source" && !this.part("[data-preview]").innerHTML && this.area.value) this.look();
  }

  // --- tools -----------------------------------------------------------------------------------

  toolbar() {
    const { editor } = this;
    const { bar } = this;
    if (this.label && dock) bar.setAttribute("aria-label", `${bar.getAttribute("aria-label")}: ${this.label.textContent.trim()}`);
    // Pressing a tool takes nobody out of the text.
    bar.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault();
    });
    bar.setAttribute("aria-controls", (editor.view.dom.id = `${this.area.id}-editing`));
    const chain = () => editor.chain().focus();
    const does = {
      bold: () => chain().toggleBold().run(),
      italic: () => chain().toggleItalic().run(),
      code: () => chain().toggleCode().run(),
      link: () => this.link(),
      bullets: () => chain().toggleBulletList().run(),
      numbers: () => chain().toggleOrderedList().run(),
      quote: () => chain().toggleBlockquote().run(),
      table: () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
      formula: () => this.formula(),
      picture: () => this.asks(),
      undo: () => chain().undo().run(),
      redo: () => chain().redo().run(),
      "row-add": () => chain().addRowAfter().run(),
      "row-remove": () => chain().deleteRow().run(),
      "column-add": () => chain().addColumnAfter().run(),
      "column-remove": () => chain().deleteColumn().run(),
      "table-remove": () => chain().deleteTable().run(),
    };
    const is = { bold: "bold", italic: "italic", code: "code", link: "link", bullets: "bulletList", numbers: "orderedList", quote: "blockquote" };
    const kind = this.part("[data-tool=kind]");
    kind.addEventListener("change", () => {
      if (kind.value === "code") chain().setCodeBlock().run();
      else if (kind.value === "0") chain().setParagraph().run();
      else chain().setHeading({ level: Number(kind.value) }).run();
    });
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-tool]");
      if (button && button.ariaDisabled !== "true") does[button.dataset.tool]();
    });
    // One stop for Tab, arrows inside; Esc goes back to the text.
    const all = () => [...bar.querySelectorAll("[data-tool]")].filter((node) => !node.closest("[hidden]"));
    const rove = (to) => {
      for (const node of bar.querySelectorAll("[data-tool]")) node.tabIndex = node === to ? 0 : -1;
    };
    rove(kind);
    bar.addEventListener("focusin", (event) => rove(event.target));
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        editor.commands.focus();
        return;
      }
      // From the page's one place Tab goes on behind the text, not behind the place.
      if (event.key === "Tab" && dock) editor.view.dom.focus();
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const nodes = all();
      const place = nodes.indexOf(document.activeElement);
      const next = event.key === "Home" ? 0 : event.key === "End" ? nodes.length - 1 : step && (place + step + nodes.length) % nodes.length;
      if (next === undefined) return;
      event.preventDefault();
      nodes[next].focus();
    });
    this.state = () => {
      for (const [name, mark] of Object.entries(is)) this.part(`[data-tool=${name}]`).setAttribute("aria-pressed", editor.isActive(mark));
      const level = [2, 3, 4].find((one) => editor.isActive("heading", { level: one }));
      kind.value = editor.isActive("codeBlock") ? "code" : String(level ?? 0);
      const inTable = editor.isActive("table");
      const box = this.part("[data-in-table]");
      if (!inTable && box.contains(document.activeElement)) editor.commands.focus();
      if (!inTable && box.querySelector("[tabindex='0']")) rove(kind);
      box.hidden = !inTable;
      this.part("[data-tool=table]").setAttribute("aria-disabled", inTable);
      // Code shows what is written in it as it is.
      this.part("[data-tool=formula]").setAttribute("aria-disabled", editor.isActive("codeBlock"));
      this.part("[data-tool=undo]").setAttribute("aria-disabled", !editor.can().undo());
      this.part("[data-tool=redo]").setAttribute("aria-disabled", !editor.can().redo());
    };
    this.state();
  }

  link() {
    const { editor } = this;
    const given = editor.getAttributes("link");
    const form = dialog.querySelector("form");
    const linked = editor.isActive("link");
    const bare = editor.state.selection.empty && !linked;
    form.elements.href.value = given.href ?? "";
    form.elements.words.value = "";
    form.querySelector("[data-words]").hidden = !bare;
    form.querySelector("[value=remove]").hidden = !linked;
    const error = form.querySelector(".error");
    const complain = (wrong) => {
      error.hidden = !wrong;
      form.elements.href.toggleAttribute("aria-invalid", wrong);
      if (wrong) form.elements.href.setAttribute("aria-invalid", "true");
    };
    complain(false);
    form.onsubmit = (event) => {
      if (event.submitter?.value !== "set") return;
      if (address(form.elements.href.value)) return;
      event.preventDefault();
      complain(true);
      form.elements.href.focus();
    };
    dialog.onclose = () => {
      const choice = dialog.returnValue;
      dialog.returnValue = "";
      const chain = editor.chain().focus();
      if (choice === "remove") chain.extendMarkRange("link").unsetLink().run();
      else if (choice === "set") {
        const href = address(form.elements.href.value);
        if (bare) {
          const text = form.elements.words.value.trim() || form.elements.href.value.trim();
          chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).unsetMark("link").run();
        } else chain.extendMarkRange("link").setLink({ href, title: given.title ?? null }).run();
      } else chain.run();
    };
    dialog.returnValue = "";
    dialog.showModal();
    form.elements.href.focus();
  }

  // --- formulas --------------------------------------------------------------------------------

  formula() {
    const form = formulas.querySelector("form");
    const { latex, alone } = form.elements;
    const shown = formulas.querySelector("[data-shown]");
    const error = formulas.querySelector(".error");
    let timer = 0;
    const typed = () => latex.value.trim().replace(/^\$+|\$+$/g, "").split(/\s+/).join(" ").trim();
    const complain = (why) => {
      error.hidden = !why;
      error.textContent = why;
      if (why) latex.setAttribute("aria-invalid", "true");
      else latex.removeAttribute("aria-invalid");
    };
    const look = async () => {
      const said = typed();
      const markdown = marked(said, alone.checked);
      const answer = said ? await ask({ markdown, language: this.area.lang }).catch(() => null) : { preview: "" };
      if (said !== typed()) return;
      shown.innerHTML = answer?.preview ?? "";
      complain(said && answer && !shown.querySelector("math") ? words.unreadable : "");
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE / 2);
    };
    form.oninput = soon;
    form.onclick = ({ target }) => {
      const example = target.closest("[data-latex]");
      if (!example) return;
      latex.setRangeText(example.dataset.latex, latex.selectionStart, latex.selectionEnd, "end");
      latex.focus();
      soon();
    };
    form.onsubmit = (event) => {
      if (event.submitter?.value !== "set" || typed()) return;
      event.preventDefault();
      complain(words.empty);
      latex.focus();
    };
    formulas.onclose = async () => {
      clearTimeout(timer);
      const chosen = formulas.returnValue === "set";
      formulas.returnValue = "";
      // What could not be put in is still there when the dialog opens again.
      if (chosen && (await this.putFormula(typed(), alone.checked))) latex.value = "";
      else this.focus();
    };
    formulas.returnValue = "";
    complain("");
    alone.checked = false;
    latex.select();
    formulas.showModal();
    latex.focus();
    look();
  }

  // A formula is kept in the source: the text goes there, and the formula where the caret was.
  async putFormula(said, alone) {
    const { area } = this;
    if (this.shown === "write") {
      const place = await this.caretInSource();
      if (place === null) return false;
      this.show("source");
      area.setSelectionRange(place, place);
    }
    let start = area.selectionEnd;
    let end = start;
    let text = marked(said, alone);
    if (alone) {
      // An empty line on either side, and no spaces left at the break.
      const before = area.value.slice(0, start).replace(/[ \t]+$/, "");
      const after = area.value.slice(end).replace(/^[ \t]+/, "");
      [start, end] = [before.length, area.value.length - after.length];
      const gap = (there) => "\n".repeat(Math.max(0, 2 - there));
      if (before.trim()) text = gap(before.match(/\n*$/)[0].length) + text;
      if (after.trim()) text += gap(after.match(/^\n*/)[0].length);
    }
    area.focus();
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    this.look();
    return true;
  }

  // Where in the Markdown the caret of the writing area is; null where nothing can be converted.
  async caretInSource() {
    const { editor } = this;
    const at = editor.state.selection.to;
    const quietly = (change) => editor.view.dispatch(change.setMeta("addToHistory", false));
    quietly(editor.state.tr.insertText(CARET, at));
    const html = editor.getHTML();
    quietly(editor.state.tr.delete(at, at + CARET.length));
    const answer = await ask({ html }).catch(() => null);
    if (!(await this.sync()) || !answer) return null;
    const place = answer.markdown.indexOf(CARET);
    if (place < 0) return this.area.value.length;
    // Spaces at the caret would have been lost without something between them.
    this.area.value = answer.markdown.replace(CARET, "");
    return place;
  }
}

function marked(latex, alone) {
  return alone ? `$$\n${latex}\n$$` : `$${latex}$`;
}

// A text as it is stored: without empty lines around it.
function bare(text) {
  return text.replace(/^\n+|\n+$/g, "");
}

// What was typed as an address, made whole; empty if it is none.
function address(typed) {
  const text = typed.trim();
  if (/^(https?:\/\/|mailto:)\S+$/i.test(text) || /^(\/(?!\/)|#)\S*$/.test(text)) return text;
  if (/^[^\s@/:]+@[^\s@]+\.[^\s@]+$/.test(text)) return `mailto:${text}`;
  if (/^[^\s:/@]+\.[^\s:/@]{2,}(\/\S*)?$/.test(text)) return `https://${text}`;
  return "";
}

// --- what a text may hold ----------------------------------------------------------------------

function extensions(kit, writer) {
  const loose = {
    loose: {
      default: false,
      parseHTML: (node) => node.dataset.loose === "true",
      renderHTML: ({ loose: is }) => (is ? { "data-loose": "true" } : {}),
    },
  };
  const align = {
    align: {
      default: null,
      parseHTML: (node) => node.dataset.align ?? null,
      renderHTML: ({ align: is }) => (is ? { "data-align": is } : {}),
    },
  };
  const withLoose = (list) => list.extend({ addAttributes() { return { ...this.parent?.(), ...loose }; } });
  // A cell holds one line, as in Markdown.
  const cell = (one) => one.extend({ content: "paragraph", addAttributes() { return { ...this.parent?.(), ...align }; } });
  // Numbers only: Markdown has no letters, and the package's view wants a style.
  const numbered = kit.OrderedList.extend({
    addAttributes() {
      return { start: this.parent?.().start, ...loose };
    },
    addNodeView: () => null,
  });
  const keys = kit.Extension.create({
    name: "keys",
    priority: 1000,
    addKeyboardShortcuts() {
      const toTools = () => {
        writer.bar.querySelector("[tabindex='0']").focus();
        return true;
      };
      return {
        Escape: toTools,
        "Alt-F10": toTools,
        "Mod-k": () => {
          writer.link();
          return true;
        },
        // No hard break where Markdown has no second line.
        "Shift-Enter": ({ editor }) => editor.isActive("table") || editor.isActive("heading"),
        "Mod-Enter": ({ editor }) => editor.isActive("table") || editor.isActive("heading"),
      };
    },
  });
  return [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Bold, kit.Italic, kit.Strike,
    // Bold code and linked code are fine in Markdown.
    kit.Code.extend({ excludes: "" }),
    kit.CodeBlock, kit.Blockquote, kit.HorizontalRule,
    kit.Heading.configure({ levels: [2, 3, 4] }),
    withLoose(kit.BulletList), withLoose(numbered), kit.ListItem,
    kit.Link.extend({ addKeyboardShortcuts: () => ({}) }).configure({ openOnClick: false, autolink: false, linkOnPaste: true, enableTarget: false }),
    kit.Table.configure({ resizable: false }), kit.TableRow, cell(kit.TableCell), cell(kit.TableHeader),
    kit.UndoRedo, kit.Dropcursor, kit.Gapcursor, keys,
  ];
}
