// A form that was sent shows it, and cannot be sent twice by a double tap.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.classList.add("btn-loading");
});

// Coming back by the browser's history must not find a form that cannot be sent.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll(".btn-loading").forEach((button) => button.classList.remove("btn-loading"));
  }
});
