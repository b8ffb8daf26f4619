// Photos of a form: our own buttons, made smaller before they are sent, shown with a way to remove
// each. The file input stays the truth: what it holds is what is sent and what a draft keeps.
const LONGEST = 2048;
const QUALITY = 0.85;
const LIGHT = 1_000_000; // bytes: a small picture that weighs less stays as it is

const form = document.querySelector("[data-filing]");
const boxes = [...form.querySelectorAll("[data-photos]")];
let working = 0;

// What a JPEG tells before its picture: its EXIF, said to stand upright since a canvas turns it, and
// whether it is whole. Browsers draw half a picture too, and it must not pass for a photo.
function headOf(buffer) {
  const view = new DataView(buffer);
  const head = { exif: null, whole: false };
  for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    const next = at + 2 + view.getUint16(at + 2);
    if (marker === 0xda) return { ...head, whole: ends(new Uint8Array(buffer, at)) };
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      head.exif = buffer.slice(at, next);
      setUpright(new DataView(head.exif, 10));
    }
    at = next;
  }
  return head;
}

// In the coded picture every 0xff is escaped, but for that of the end (0xffd9).
function ends(bytes) {
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

function setUpright(tiff) {
  const little = tiff.getUint16(0) === 0x4949;
  const entries = tiff.getUint32(4, little);
  const count = tiff.getUint16(entries, little);
  for (let place = 0; place < count; place += 1) {
    const entry = entries + 2 + place * 12;
    if (tiff.getUint16(entry, little) === 0x0112) tiff.setUint16(entry + 8, 1, little);
  }
}

async function drawn(bitmap, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}

// A smaller JPEG with the EXIF of the original. What is small, no JPEG (HEIC shows in few browsers),
// or broken goes as it is: the server looks at it.
async function shrunk(file) {
  if (file.type !== "image/jpeg") return file;
  try {
    const { exif, whole } = headOf(await file.arrayBuffer());
    if (!whole) return file;
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size < LIGHT) return file;
    const blob = await drawn(bitmap, scale);
    bitmap.close();
    if (!blob || blob.size >= file.size) return file;
    const parts = exif ? [blob.slice(0, 2), exif, blob.slice(2)] : [blob];
    return new File(parts, file.name, { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  }
}

const inputOf = (box) => box.querySelector("[data-files]");
const keptIn = (box) => box.querySelectorAll("[data-kept]").length;
const counted = () =>
  boxes
    .filter((box) => "counted" in box.dataset)
    .reduce((sum, box) => sum + inputOf(box).files.length + keptIn(box), 0);

function say(box, sentence) {
  const place = box.querySelector("[data-photo-error]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

function put(input, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
}

function removal(click) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "vw-remove";
  button.textContent = form.dataset.wordRemove;
  button.addEventListener("click", click);
  return button;
}

function thumb(source, name) {
  const line = document.createElement("li");
  const image = document.createElement("img");
  image.alt = `${form.dataset.wordPhoto} ${name}`;
  image.addEventListener("error", () => image.replaceWith(name)); // HEIC shows in few browsers
  image.src = source;
  line.append(image);
  return line;
}

function show(box) {
  const list = box.querySelector("[data-thumbs]");
  for (const old of list.querySelectorAll("[data-own]")) {
    URL.revokeObjectURL(old.dataset.own);
    old.remove();
  }
  const files = [...inputOf(box).files];
  for (const file of files) {
    const source = URL.createObjectURL(file);
    const line = thumb(source, file.name);
    line.dataset.own = source;
    line.append(removal(() => hold(box, files.filter((each) => each !== file))));
    list.append(line);
  }
}

// What the box holds from now on; whoever keeps drafts hears of it.
function hold(box, files) {
  put(inputOf(box), files);
  show(box);
  inputOf(box).dispatchEvent(new CustomEvent("vw:files", { bubbles: true }));
}

const fits = (box, file) => {
  if (!file.size) say(box, `${file.name}: ${form.dataset.wordEmpty}`);
  else if (file.size > Number(form.dataset.mostBytes)) say(box, `${file.name}: ${form.dataset.wordLarge}`);
  else return true;
  return false;
};

async function add(box, before, chosen) {
  say(box, "");
  put(inputOf(box), before);
  const room = "counted" in box.dataset ? Number(form.dataset.mostPhotos) - counted() : 1;
  const taken = "counted" in box.dataset ? chosen.slice(0, Math.max(0, room)) : chosen.slice(-1);
  working += 1;
  box.classList.add("vw-working");
  const files = [];
  for (const file of taken) files.push(await shrunk(file)); // one at a time: a phone has little memory
  working -= 1;
  box.classList.remove("vw-working");
  hold(box, [...("counted" in box.dataset ? before : []), ...files.filter((file) => fits(box, file))]);
  if (taken.length < chosen.length && "counted" in box.dataset) say(box, form.dataset.wordMany);
  form.dispatchEvent(new CustomEvent("vw:ready"));
}

for (const box of boxes) {
  const input = inputOf(box);
  const camera = box.querySelector("[data-camera]");
  let before = [...input.files];
  input.addEventListener("vw:files", () => (before = [...input.files]));
  input.addEventListener("vw:restored", () => {
    before = [...input.files];
    show(box);
  });
  input.addEventListener("change", () => add(box, before, [...input.files]));
  camera.addEventListener("change", () => {
    const chosen = [...camera.files];
    camera.value = "";
    add(box, before, chosen);
  });
  box.addEventListener("vw:kept", (event) => {
    for (const name of event.detail.names) box.querySelector("[data-thumbs]").append(kept(box, name));
  });
  for (const line of box.querySelectorAll("[data-kept]")) removable(line);
}

// A photo that the server keeps from an earlier try.
function kept(box, name) {
  const line = thumb(`${form.dataset.keptUrl}?photo=${encodeURIComponent(name)}`, "");
  const hidden = document.createElement("input");
  const field = inputOf(box).name.replace(/^photo-/, "");
  Object.assign(hidden, { type: "hidden", name: `kept-${field}`, value: name });
  line.dataset.kept = "";
  line.append(hidden);
  removable(line);
  return line;
}

function removable(line) {
  line.querySelector("label")?.remove();
  line.append(
    removal(() => {
      line.remove();
      form.dispatchEvent(new CustomEvent("vw:files", { bubbles: true }));
    }),
  );
}

// Sending waits until the last photo is small.
form.addEventListener("submit", (event) => {
  if (!working) return;
  event.preventDefault();
  const { submitter } = event;
  form.addEventListener("vw:ready", () => form.requestSubmit(submitter), { once: true });
});
