// What a clipboard brings, made plain: words, structure and links stay; looks go.

const GONE = "script, style, meta, link, title, xml, template, noscript, colgroup, col, button, input, select";
const PICTURES = "img, picture, svg, canvas, video, audio, iframe, object, embed";
const KEPT = { A: ["href", "title"], OL: ["start"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"] };
const LOOKS = "data-looks";
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const STYLE = /("[^"]*"|'[^']*')|\sstyle(?=\s*=)/gi;
const MARKER = /^\s*(?:(\d{1,9})|[a-z]|[ivxlc]+)[.)]\s*$/i;

// html of a clipboard → { html, lost: kinds of things left out }
export function clean(html) {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  const body = page.body;
  for (const node of found(page, body, NodeFilter.SHOW_COMMENT)) node.remove();
  for (const node of body.querySelectorAll(GONE)) node.remove();
  const pictures = body.querySelectorAll(PICTURES);
  for (const node of pictures) node.remove();
  const lost = pictures.length ? ["pictures"] : [];
  if (body.querySelector("sub, sup")) lost.push("raised");
  for (const node of found(page, body, NodeFilter.SHOW_ELEMENT)) asMark(page, node);
  wordLists(page, body);
  for (const node of body.querySelectorAll(`[${LOOKS}*='mso-list']`)) {
    if (/mso-list:\s*ignore/i.test(said(node))) node.remove();
  }
  headings(page, body);
  for (const link of body.querySelectorAll("a")) asLink(link);
  for (const table of body.querySelectorAll("table")) asTable(page, table);
  for (const block of body.querySelectorAll("pre")) block.textContent = block.textContent.replace(/\n$/, "");
  for (const node of found(page, body, NodeFilter.SHOW_ELEMENT)) plain(node);
  for (const node of body.querySelectorAll("p, h2, h3, h4, li, a, strong, em, s")) {
    if (!node.textContent.trim() && !node.querySelector("br, hr, table")) node.remove();
  }
  return { html: body.innerHTML, lost };
}

// The site's policy forbids styles, even in a page nobody sees: what they say is read from another
// attribute.
function unstyled(html) {
  const bare = html.replace(/<style\b[\s\S]*?<\/style>/gi, "");
  return bare.replace(TAG, (tag) => tag.replace(STYLE, (all, quoted) => quoted ?? ` ${LOOKS}`));
}

function found(page, root, kind) {
  const walker = page.createTreeWalker(root, kind);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

// The attribute, not the parsed style: browsers drop what they do not know, as Word's own.
function said(node) {
  return (node.getAttribute(LOOKS) ?? "").toLowerCase();
}

function renamed(page, node, name) {
  const made = page.createElement(name);
  for (const { name: key, value } of node.attributes) made.setAttribute(key, value);
  made.append(...node.childNodes);
  node.replaceWith(made);
  return made;
}

function unwrap(node) {
  node.replaceWith(...node.childNodes);
}

// Google Docs says bold by style, and wraps everything in a <b> that is not.
function asMark(page, node) {
  const style = said(node);
  if (/^(B|STRONG|I|EM)$/.test(node.tagName) && /font-(weight|style):\s*(normal|400)/.test(style)) {
    unwrap(node);
    return;
  }
  if (node.tagName !== "SPAN" && node.tagName !== "FONT") return;
  const marks = [];
  if (/font-weight:\s*(bold|[6-9]00)/.test(style) && !node.closest("h1, h2, h3, h4, h5, h6")) marks.push("strong");
  if (/font-style:\s*italic/.test(style)) marks.push("em");
  if (/text-decoration[^;]*line-through/.test(style)) marks.push("s");
  for (const name of marks) {
    const made = page.createElement(name);
    made.append(...node.childNodes);
    node.append(made);
  }
}

// Word writes items as paragraphs: "mso-list:l0 level2 lfo1", the sign in a span to ignore.
function wordLists(page, body) {
  let open = [];
  let last = null;
  for (const item of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    const level = Number(said(item).match(/mso-list:\s*l\d+\s+level(\d+)/)?.[1] ?? 0);
    if (!level || item.closest("li")) continue;
    const next = last && beside(last, item);
    if (!next) open = [];
    const sign = [...item.querySelectorAll(`[${LOOKS}]`)].find((node) => /mso-list:\s*ignore/.test(said(node)));
    const number = (sign?.textContent ?? "").replaceAll("\u00a0", " ").match(MARKER);
    sign?.remove();
    open = open.filter((one) => one.level <= level);
    let list = open.at(-1);
    if (list?.level === level && list.node.tagName !== (number ? "OL" : "UL")) {
      open.pop();
      list = open.at(-1);
    }
    if (list?.level !== level) {
      const node = page.createElement(number ? "ol" : "ul");
      if (number && Number(number[1]) > 1) node.setAttribute("start", number[1]);
      if (list) list.node.lastElementChild.append(node);
      else item.before(node);
      list = { level, node };
      open.push(list);
    }
    const made = page.createElement("li");
    const inner = page.createElement("p");
    inner.append(...item.childNodes);
    made.append(inner);
    list.node.append(made);
    item.remove();
    last = open[0].node;
  }
}

// Whether nothing but space stands between a list and the item that may continue it.
function beside(list, item) {
  let node = list.nextSibling;
  while (node && node !== item && node.nodeType === Node.TEXT_NODE && !node.data.trim()) node = node.nextSibling;
  return node === item;
}

// A unit's title is the page's h1, so a pasted h1 becomes h2 and the rest follow.
function headings(page, body) {
  for (const title of body.querySelectorAll("p.MsoTitle")) renamed(page, title, "h1");
  const shift = body.querySelector("h1") ? 1 : 0;
  for (const node of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    renamed(page, node, `h${Math.min(Number(node.tagName[1]) + shift, 4)}`);
  }
}

function asLink(link) {
  let href = link.getAttribute("href") ?? "";
  const google = href.match(/^https:\/\/www\.google\.com\/url\?q=([^&]+)/);
  if (google) href = decodeURIComponent(google[1]);
  if (/^(https?:|mailto:|\/(?!\/))/i.test(href)) link.setAttribute("href", href);
  else unwrap(link);
}

function asTable(page, table) {
  // A cell holds one line.
  for (const cell of table.querySelectorAll("td, th")) {
    for (const block of cell.querySelectorAll("p, div")) {
      if (block.nextElementSibling) block.append(" ");
      unwrap(block);
    }
  }
  const first = table.querySelector("tr");
  for (const cell of first?.querySelectorAll("td") ?? []) {
    if (cell.closest("table") === table) renamed(page, cell, "th");
  }
  // The head is told by its cells; what is bold there is bold already.
  for (const bold of first?.querySelectorAll("b, strong") ?? []) unwrap(bold);
}

function plain(node) {
  for (const { name } of [...node.attributes]) {
    if (!KEPT[node.tagName]?.includes(name)) node.removeAttribute(name);
  }
  // o:p, st1:place and whatever else an office puts in between.
  if (/^(SPAN|FONT|U|INS|LABEL|SMALL|BIG|MARK|SUB|SUP)$/.test(node.tagName) || node.tagName.includes(":")) unwrap(node);
}
