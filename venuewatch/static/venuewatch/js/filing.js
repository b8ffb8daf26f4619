// Filing a check: progress, and "the rest complies" in place.
const form = document.querySelector("[data-filing]");
const items = [...form.querySelectorAll("[data-item]")];
const progress = form.querySelector("[data-progress]");
const count = form.querySelector("[data-count]");

const answered = (item) =>
  item.querySelector("input[type=radio]:checked:not([value=not_checked])") !== null ||
  Boolean(item.querySelector("input[inputmode=decimal]")?.value);

function show() {
  if (!progress) return;
  const done = items.filter(answered).length;
  progress.value = done;
  count.textContent = `${done}/${items.length}`;
}

form.addEventListener("change", (event) => {
  if (event.target.value === "fail") {
    const more = event.target.closest("[data-item]")?.querySelector("details");
    if (more) more.open = true;
  }
  show();
});

form.querySelector("[data-comply]")?.addEventListener("click", (event) => {
  event.preventDefault();
  for (const item of items) {
    const numeric = item.querySelector("input[inputmode=decimal]");
    if (!answered(item) && !numeric) item.querySelector("input[value=pass]").checked = true;
  }
  show();
});

show();
