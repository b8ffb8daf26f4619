// What is typed in a form stays on the device, for its officer and venue alone, until it is filed:
// words in localStorage, which is written at once, and photos in IndexedDB.
const PREFIX = "vw-draft:";
const LIVES = 4 * 24 * 60 * 60 * 1000; // ms: as long as a visit may be filed
const OWN = new Set(["csrfmiddlewaretoken", "version", "orders", "remove", "comply"]);

const form = document.querySelector("[data-draft]");
const key = form && PREFIX + form.dataset.draft;
const inputs = () => [...form.querySelectorAll("[data-files]")];

// A device that keeps nothing (private window, full disk) must not stand in the way.
function quietly(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

// Photos.

const database = new Promise((done, failed) => {
  const ask = indexedDB.open("venuewatch", 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("photos");
  ask.onsuccess = () => done(ask.result);
  ask.onerror = failed;
});
database.catch(() => {});

async function photos(mode, act) {
  const store = (await database).transaction("photos", mode).objectStore("photos");
  const ask = act(store);
  return new Promise((done, failed) => {
    ask.onsuccess = () => done(ask.result);
    ask.onerror = failed;
  });
}

const under = (draft) => IDBKeyRange.bound(`${draft}|`, `${draft}|\uffff`);
const keepPhotos = (input) =>
  photos("readwrite", (store) => store.put([...input.files], `${key}|${input.name}`)).catch(() => {});
const dropPhotos = (draft) => photos("readwrite", (store) => store.delete(under(draft))).catch(() => {});

async function restorePhotos() {
  for (const input of inputs()) {
    const files = await photos("readonly", (store) => store.get(`${key}|${input.name}`)).catch(() => []);
    if (!files?.length) continue;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new CustomEvent("vw:restored"));
    unfold();
  }
}

// Words.

const read = (draft) => quietly(() => JSON.parse(localStorage.getItem(draft)));
const drafts = () => quietly(() => Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) ?? [];

function drop(draft) {
  quietly(() => localStorage.removeItem(draft));
  return dropPhotos(draft);
}

function typed() {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !OWN.has(name)) (values[name] ??= []).push(value);
  }
  return values;
}

function save() {
  const codes = [...form.querySelectorAll("[data-code]")].map((item) => item.dataset.code);
  const draft = { saved: Date.now(), codes, values: typed() };
  quietly(() => localStorage.setItem(key, JSON.stringify(draft)));
}

function fill(values) {
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || OWN.has(field.name)) continue;
    const told = values[field.name] ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = told.includes(field.value);
    else if (field.name.startsWith("kept-")) continue;
    else if (field.type !== "submit" && told.length) [field.value] = told;
  }
  for (const input of inputs()) {
    const names = values[`kept-${input.name.replace(/^photo-/, "")}`] ?? [];
    const box = input.closest("[data-photos]");
    if (names.length) box.dispatchEvent(new CustomEvent("vw:kept", { detail: { names } }));
  }
}

// Whatever was filled in is not hidden behind a fold.
function unfold() {
  const filled = (field) =>
    field.type === "file"
      ? field.files.length
      : field.type === "radio"
        ? field.name === "no_entry" && field.checked && field.value
        : field.type !== "checkbox" && field.value;
  for (const fold of form.querySelectorAll("details")) {
    if ([...fold.querySelectorAll("input")].some(filled)) fold.open = true;
  }
}

function restore(draft) {
  fill(draft.values);
  unfold();
  const fresh = [...form.querySelectorAll("[data-code]")].filter((item) => !draft.codes.includes(item.dataset.code));
  for (const item of fresh) item.querySelector("[data-new]").hidden = false;
  say(draft, { changed: fresh.length > 0, overtaken: asked().length > 0 });
  form.dispatchEvent(new CustomEvent("vw:restored"));
}

// Verdicts of a draft on issues that wait for none any more: the form is asked to show them again,
// as they are now, so that what was typed on them has a place.

const asked = () => new URLSearchParams(location.search).getAll("judged");

function overtaken({ values }) {
  const given = Object.keys(values).filter((name) => /^verdict-\d+$/.test(name) && values[name][0]);
  const pks = given.filter((name) => !form.elements[name]).map((name) => name.slice("verdict-".length));
  return pks.filter((pk) => !asked().includes(pk));
}

function show(pks) {
  const query = new URLSearchParams(location.search);
  pks.forEach((pk) => query.append("judged", pk));
  location.replace(`?${query}`);
}

function say(draft, more) {
  const note = document.querySelector("[data-draft-note]");
  const words = note.querySelector("[data-text]");
  const moment = new Date(draft.saved).toLocaleString(document.documentElement.lang, {
    dateStyle: "long",
    timeStyle: "short",
  });
  words.textContent = words.dataset.text.replace("{when}", moment);
  for (const [name, holds] of Object.entries(more)) {
    const also = note.querySelector(`[data-${name}]`);
    also.textContent = also.dataset.text;
    also.hidden = !holds;
  }
  note.hidden = false;
}

function begin() {
  const before = read(key);
  const lacking = before && !("returned" in form.dataset) ? overtaken(before) : [];
  if (lacking.length) return show(lacking);
  form.autocomplete = "off"; // going back must not bring up what was filed; drafts bring the rest
  let touched = before !== null;
  const keep = () => {
    touched = true;
    save();
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("vw:position", () => touched && save());
  form.addEventListener("vw:files", (event) => {
    if (event.target.matches("[data-files]")) keepPhotos(event.target);
    keep();
  });
  document.querySelector("[data-draft-discard]").addEventListener("click", async () => {
    await drop(key);
    location.assign(location.href);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && touched && read(key) === null) location.reload(); // filed meanwhile
  });
  if ("returned" in form.dataset) {
    keep(); // what came back with errors is newer; its photos wait on the server
    dropPhotos(key);
  } else if (before) {
    restore(before);
    restorePhotos();
  }
  return undefined;
}

const filed = document.querySelector("[data-filed]")?.dataset.filed;
for (const draft of drafts()) {
  const known = read(draft);
  const over = !known || Date.now() - known.saved > LIVES || known.values.uuid?.[0] === filed;
  if (over) drop(draft);
}
if (form) begin();
