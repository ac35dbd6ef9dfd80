// Long work: the button that was pressed says that it goes on, and a second press does nothing.

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const button = event.submitter;
    if (!button || button.name) return;
    form.dataset.sent = "yes";
    button.textContent = form.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  });
}

// Coming back by the browser's own button, the page is as it was before.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
