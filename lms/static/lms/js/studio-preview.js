// The frame of a preview at the width of a phone; without this file only places within its page are
// not gone to.

const frame = document.querySelector(".look-frame");
if (frame) {
  const inside = () => frame.contentDocument;
  const goTo = (hash) => {
    const place = inside().getElementById(decodeURIComponent(hash.slice(1)));
    place?.scrollIntoView();
    return place;
  };
  // The frame's document has no address of its own, so its places are gone to from here: a link to
  // one changes the address of the page around it.
  window.addEventListener("hashchange", () => goTo(location.hash));
  const ready = () => {
    inside().addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href^='#']");
      if (!link) return;
      event.preventDefault();
      const place = goTo(link.getAttribute("href"));
      const wanting = place?.querySelector("input, select, .error") ?? place;
      wanting?.focus({ preventScroll: true });
    });
    if (location.hash) goTo(location.hash);
  };
  if (inside()?.readyState === "complete") ready();
  else frame.addEventListener("load", ready, { once: true });
}
