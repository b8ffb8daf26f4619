// Filing a check: progress, "the rest complies" in place, numbers against their limits, and one
// item at a time for whoever likes it so.
const MODE = "vw-filing-mode";
const form = document.querySelector("[data-filing]");
const items = [...form.querySelectorAll("[data-item]")];
const steps = [...form.querySelectorAll("[data-step]")];
const progress = form.querySelector("[data-progress]");
const count = form.querySelector("[data-count]");
const [back, next] = ["back", "next"].map((name) => form.querySelector(`[data-${name}]`));
const chosen = (item) => item.querySelector("input[type=radio]:checked:not([value=not_checked])");
const decides = (input) => Boolean(input?.dataset.lowest || input?.dataset.highest);

const answered = (item) => {
  const number = item.querySelector("[data-number]");
  return chosen(item) !== null || Boolean(number?.value && decides(number));
};

function show() {
  if (!progress) return;
  const done = items.filter(answered).length;
  progress.value = done;
  count.textContent = `${done}/${items.length}`;
}

// A hint only: the server reads the number again and decides.
function hint(input) {
  const item = input.closest("[data-item]");
  const place = item.querySelector("[data-hint]");
  const typed = input.value.trim().replace(/^([+-]?\d+),(\d{1,2}|\d{4,})$/, "$1.$2");
  const number = Number(typed);
  const { lowest, highest } = input.dataset;
  const known = typed !== "" && (Number.isNaN(number) || decides(input));
  place.hidden = !known;
  if (!known) return;
  if (!Number.isFinite(number)) {
    place.textContent = form.dataset.wordNan;
    place.className = "vw-hint vw-fails";
    return;
  }
  const passes = !(lowest && number < Number(lowest)) && !(highest && number > Number(highest));
  place.textContent = passes ? form.dataset.wordPasses : form.dataset.wordFails;
  place.className = `vw-hint ${passes ? "vw-passes" : "vw-fails"}`;
  item.querySelector(`input[value=${passes ? "pass" : "fail"}]`).checked = true;
  if (!passes) open(item);
}

function open(item) {
  const more = item?.querySelector("details");
  if (more) more.open = true;
}

// One at a time.

let here = 0;
const oneByOne = () => form.classList.contains("vw-steps");

function go(place, { look = true } = {}) {
  here = Math.min(steps.length - 1, Math.max(0, place));
  steps.forEach((step, index) => step.classList.toggle("vw-current", index === here));
  back.hidden = next.hidden = !oneByOne();
  back.disabled = here === 0;
  next.disabled = here === steps.length - 1;
  if (look && oneByOne()) steps[here].scrollIntoView({ block: "start" });
}

function first() {
  const wrong = steps.findIndex((step) => step.querySelector(".vw-field-error:not([hidden])"));
  const open_ = steps.findIndex((step) => step.matches("[data-item]") && !answered(step));
  return wrong >= 0 ? wrong : open_ >= 0 ? open_ : 0;
}

function turn(mode) {
  form.classList.toggle("vw-steps", mode === "one");
  for (const button of form.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === mode));
  }
  go(first(), { look: false });
}

function remembered() {
  try {
    return localStorage.getItem(MODE) === "one" ? "one" : "all";
  } catch {
    return "all";
  }
}

function remember(mode) {
  try {
    localStorage.setItem(MODE, mode);
  } catch {
    // the device keeps nothing; the switch works all the same
  }
}

form.addEventListener("change", (event) => {
  if (event.target.value === "fail") open(event.target.closest("[data-item]"));
  show();
});

form.addEventListener("input", (event) => {
  if (event.target.matches("[data-number]")) hint(event.target);
  show();
});

// A finger that answered goes on to the next item; arrow keys only look through the answers.
let byHand = false;
form.addEventListener("pointerdown", () => (byHand = true));
form.addEventListener("keydown", () => (byHand = false));
form.addEventListener("click", (event) => {
  const answer = event.target.closest("[data-item] input[type=radio]");
  const item = answer?.closest("[data-item]");
  if (!item || !oneByOne() || item.querySelector("[data-number]")) return;
  if (answer.value !== "fail" && byHand && item === steps[here]) go(here + 1);
});

// Who walks with the keyboard must see where: no bar may lie over it.
form.addEventListener("focusin", (event) => {
  if (byHand) return;
  const { top, bottom } = (event.target.closest("label") ?? event.target).getBoundingClientRect();
  const bar = form.querySelector(".vw-submit-bar");
  const edge = bar.getBoundingClientRect().top - 8;
  if (bottom > edge && !bar.contains(event.target)) scrollBy({ top: bottom - edge, behavior: "instant" });
  else if (top < 0) scrollBy({ top: top - 8, behavior: "instant" });
});

form.querySelector("[data-comply]")?.addEventListener("click", (event) => {
  event.preventDefault();
  for (const item of items) {
    const untouched = !answered(item) && !decides(item.querySelector("[data-number]"));
    if (untouched) item.querySelector("input[value=pass]").checked = true;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  if (oneByOne()) go(items.every(answered) ? steps.length - 1 : first());
  else items.find((item) => !answered(item))?.querySelector("[data-number]")?.focus(); // still to be read off
});

back.addEventListener("click", () => go(here - 1));
next.addEventListener("click", () => go(here + 1));

for (const button of form.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    remember(button.dataset.show);
    turn(button.dataset.show);
    if (oneByOne()) go(here);
  });
}

// A link of the list of errors leads to an item that may not be the one shown.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  const place = steps.findIndex((step) => target && (step.contains(target) || target.contains(step)));
  if (oneByOne() && place >= 0) go(place);
});

function begin() {
  for (const input of form.querySelectorAll("[data-number]")) if (input.value) hint(input);
  // Answered before this script was there, on a slow phone.
  for (const item of items) if (item.querySelector("input[value=fail]:checked")) open(item);
  show();
  turn(remembered());
}

for (const mode of form.querySelectorAll("[data-mode]")) mode.hidden = false;
form.addEventListener("vw:restored", begin);
begin();
