// On a phone the tabs of a course are a strip: the one that is open is brought into view, and a sign
// at the end says that there are more, and leads on.

const strip = document.querySelector(".tabs ul");
const here = strip?.querySelector("[aria-current]");
if (here) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;

// For the pointer alone: by keyboard and by ear every tab is reached anyway.
const more = document.createElement("button");
Object.assign(more, { type: "button", className: "tabs-more", tabIndex: -1, ariaHidden: "true", textContent: "›" });
function told() {
  more.hidden = strip.scrollLeft + strip.clientWidth >= strip.scrollWidth - 2;
}
if (strip) {
  strip.after(more);
  more.addEventListener("click", () => strip.scrollBy({ left: strip.clientWidth * 0.7 }));
  strip.addEventListener("scroll", told, { passive: true });
  addEventListener("resize", told);
  told();
}
