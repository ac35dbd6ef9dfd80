// Parts of other sites, shown once their reader says yes; nobody is asked before. Without this file
// the links lead there.

const KEPT = "laukas:sites";

// For parts that are no videos the yes holds for the site, in this browser, until it is taken back.
function agreed() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return new Set(Array.isArray(kept) ? kept : []);
  } catch {
    return new Set();
  }
}

function keep(hosts) {
  try {
    localStorage.setItem(KEPT, JSON.stringify([...hosts]));
  } catch {
    // Nothing can be kept here: the yes holds for this page.
  }
}

function show(box) {
  if (box.nextElementSibling?.matches("iframe")) return null;
  const frame = document.createElement("iframe");
  frame.title = box.dataset.title;
  // The site is another one than ours, so its own origin gives it nothing of this page.
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-presentation");
  if ("video" in box.dataset) {
    frame.className = "wide";
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    // Players refuse to show a video to a page that does not say which site it is of.
    frame.referrerPolicy = "strict-origin-when-cross-origin";
  } else {
    frame.height = box.dataset.height;
    frame.allow = "fullscreen";
    frame.referrerPolicy = "no-referrer";
    frame.loading = "lazy";
  }
  frame.src = box.dataset.frame;
  box.hidden = true;
  box.after(frame);
  return frame;
}

const boxes = [...document.querySelectorAll("[data-frame]")];
const of = (host) => boxes.filter((box) => box.dataset.host === host);
const shown = (host, is) => {
  for (const line of document.querySelectorAll("[data-shown]")) if (line.dataset.shown === host) line.hidden = !is;
};

for (const box of boxes) {
  const { host } = box.dataset;
  const button = box.querySelector("[data-show]");
  button.hidden = false;
  const told = box.querySelector("[data-kept]");
  if (told) told.hidden = false;
  button.addEventListener("click", () => {
    const mine = show(box);
    if (host) {
      keep(agreed().add(host));
      of(host).forEach(show);
      shown(host, true);
    }
    mine?.focus();
  });
  if (host && agreed().has(host)) {
    show(box);
    shown(host, true);
  }
}

document.addEventListener("click", ({ target }) => {
  const line = target.closest("[data-no]")?.closest("[data-shown]");
  if (!line) return;
  const host = line.dataset.shown;
  const hosts = agreed();
  hosts.delete(host);
  keep(hosts);
  const here = line.closest("section").querySelector("[data-frame]");
  for (const box of of(host)) {
    if (box.nextElementSibling?.matches("iframe")) box.nextElementSibling.remove();
    box.hidden = false;
  }
  shown(host, false);
  here.querySelector("[data-show]").focus();
});
