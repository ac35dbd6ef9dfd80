// On a phone the tabs of a course are a strip: the one that is open is brought into view.

const strip = document.querySelector(".tabs ul");
const here = strip?.querySelector("[aria-current]");
if (here) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
