// Plots on a map: tapped, dragged, or moved by arrow keys. The fields of the table stay the answer;
// without this file they are typed.

const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const RADIUS = 12;

function made(name, values = {}) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
  return node;
}

function mapped(box) {
  let figure = box;
  while (figure && !figure.matches("figure.drawn")) figure = figure.previousElementSibling;
  const drawing = figure?.querySelector("svg");
  if (!drawing || "mapped" in box.dataset) return;
  box.dataset.mapped = "";
  const said = box.dataset;
  const [columns, rows, left, top, cell] = [said.columns, said.rows, said.x, said.y, said.cell].map(Number);
  const letters = said.letters.split("/");
  const names = JSON.parse(said.names);
  const live = box.querySelector("[data-says]");
  const plots = [...box.querySelectorAll(".cells tbody tr")].map((row, at) => {
    const [x, y] = row.querySelectorAll("input");
    return { n: at + 1, x, y, mark: null };
  });
  let chosen = null;

  // The picture keeps its name; what lies on it can be reached, which nothing inside a picture can.
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", figure.getAttribute("aria-label"));
  figure.removeAttribute("role");
  figure.removeAttribute("aria-label");
  const over = made("svg", { class: "plots-over", viewBox: drawing.getAttribute("viewBox") });
  figure.append(over);
  box.querySelector("[data-tools]").hidden = false;
  // Ten rows of fields would stand between the map and the button; what has to be mended stays in sight.
  box.querySelector("[data-typed]").open = plots.some((plot) => (plot.x.value || plot.y.value) && !placeOf(plot));

  for (const plot of plots) for (const field of [plot.x, plot.y]) field.addEventListener("input", () => show(plot));
  plots.forEach(show);
  // What a browser or answers.js puts back into the fields comes without an event.
  requestAnimationFrame(() => plots.forEach(show));

  over.addEventListener("click", (event) => {
    if (event.target.closest("g")) return;
    const place = cellAt(event);
    if (!place) return;
    const free = plots.find((plot) => !placeOf(plot));
    if (!free && !chosen) return say(said.full);
    lay(free ?? chosen, place);
  });
  box.querySelector("[data-next]").addEventListener("click", () => {
    const free = plots.find((plot) => !placeOf(plot));
    if (!free) return say(said.full);
    lay(free, middle());
  });
  box.querySelector("[data-off]").addEventListener("click", () => {
    if (chosen) take(chosen);
  });

  function placeOf({ x, y }) {
    const place = [x.value, y.value].map((typed) => (/^\s*\d+\s*$/.test(typed) ? Number(typed) : 0));
    return isOnMap(place) ? place : null;
  }

  function isOnMap([x, y]) {
    return x >= 1 && x <= columns && y >= 1 && y <= rows;
  }

  // Where the next plot is laid by keyboard: the middle, or the next cell that no plot has.
  function middle() {
    const taken = new Set(plots.map((plot) => String(placeOf(plot))));
    let [x, y] = [Math.ceil(columns / 2), Math.ceil(rows / 2)];
    while (taken.has(`${x},${y}`) && x < columns) x += 1;
    return [x, y];
  }

  function cellAt({ clientX, clientY }) {
    const point = new DOMPoint(clientX, clientY).matrixTransform(over.getScreenCTM().inverse());
    const place = [Math.floor((point.x - left) / cell) + 1, rows - Math.floor((point.y - top) / cell)];
    return isOnMap(place) ? place : null;
  }

  function lay(plot, place) {
    write(plot, place);
    choose(plot);
    plot.mark.focus({ preventScroll: true });
    tell(plot);
  }

  function write(plot, [x, y]) {
    plot.x.value = x;
    plot.y.value = y;
    show(plot);
    plot.y.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function take(plot) {
    write(plot, ["", ""]);
    chosen = null;
    say(said.gone.replace("{n}", plot.n));
    const left = plots.find((one) => one.mark);
    (left?.mark ?? box.querySelector("[data-next]")).focus({ preventScroll: true });
  }

  function show(plot) {
    const place = placeOf(plot);
    if (!place) {
      plot.mark?.remove();
      plot.mark = null;
      return;
    }
    plot.mark ??= marked(plot);
    const [x, y] = place;
    plot.mark.setAttribute("transform", `translate(${left + (x - 0.5) * cell} ${top + (rows - y + 0.5) * cell})`);
    plot.mark.setAttribute("aria-label", words(plot, place));
  }

  function marked(plot) {
    const mark = made("g", { tabindex: 0, role: "button", "aria-describedby": box.querySelector("[data-tools] .hint").id });
    const number = made("text", { y: 5.5, "aria-hidden": true });
    number.textContent = plot.n;
    mark.append(made("circle", { r: RADIUS }), number);
    // In the order of their numbers, whichever was laid first.
    const after = plots.find((one) => one.n > plot.n && one.mark);
    over.insertBefore(mark, after?.mark ?? null);
    mark.addEventListener("focus", () => choose(plot));
    mark.addEventListener("keydown", (event) => pressed(plot, event));
    mark.addEventListener("pointerdown", (event) => {
      mark.setPointerCapture(event.pointerId);
      mark.focus({ preventScroll: true });
      choose(plot);
      event.preventDefault();
    });
    mark.addEventListener("pointermove", (event) => {
      if (!mark.hasPointerCapture(event.pointerId)) return;
      const place = cellAt(event);
      if (place && String(place) !== String(placeOf(plot))) {
        write(plot, place);
        tell(plot);
      }
    });
    return mark;
  }

  function pressed(plot, event) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      return take(plot);
    }
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [x, y] = placeOf(plot);
    const place = [x + step[0], y + step[1]];
    if (!isOnMap(place)) return say(said.edge);
    write(plot, place);
    tell(plot);
  }

  function choose(plot) {
    chosen = plot;
    for (const one of plots) one.mark?.classList.toggle("chosen", one === plot);
  }

  function words(plot, [x, y]) {
    const place = names[letters[rows - y][x - 1]];
    return said.at.replace("{n}", plot.n).replace("{x}", x).replace("{y}", y).replace("{place}", place);
  }

  function tell(plot) {
    say(words(plot, placeOf(plot)));
  }

  function say(text) {
    live.textContent = text;
  }
}

function all() {
  document.querySelectorAll("[data-plots]").forEach(mapped);
}

all();
// Pieces of a page that are swapped in later.
document.addEventListener("htmx:load", all);
