// A file may be dropped anywhere on a page with one form for it; a browser would leave the page for it.

const form = document.querySelector("form[data-drop]");
const field = form.querySelector("input[type=file]");
let inside = 0;

for (const hint of form.querySelectorAll("[data-scripted]")) hint.hidden = false;

const withFile = (event) => event.dataTransfer?.types.includes("Files");

function show(step) {
  inside = Math.max(0, inside + step);
  form.classList.toggle("over", inside > 0);
}

addEventListener("dragenter", (event) => withFile(event) && show(1));
addEventListener("dragleave", (event) => withFile(event) && show(-1));
addEventListener("dragover", (event) => withFile(event) && event.preventDefault());
addEventListener("drop", (event) => {
  if (!withFile(event)) return;
  event.preventDefault();
  show(-inside);
  if (!event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  form.requestSubmit();
});
