// A field to sign in with a finger; what is drawn becomes the file of the input that stands there.
const INK = 3;

function fileOf(canvas) {
  const [, code] = canvas.toDataURL("image/png").split(",");
  const bytes = Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0));
  return new File([bytes], "signature.png", { type: "image/png" });
}

function field(box) {
  const input = box.querySelector("[data-files]");
  const canvas = document.createElement("canvas");
  const clear = document.createElement("button");
  const pen = canvas.getContext("2d");
  canvas.width = 640;
  canvas.height = 240;
  canvas.className = "vw-signature-field";
  canvas.setAttribute("aria-hidden", "true");
  clear.type = "button";
  clear.className = "btn mb-2";
  clear.textContent = box.dataset.clear;
  box.querySelector("[data-photos]").before(canvas, clear);

  const blank = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#111";
    pen.lineWidth = INK;
    pen.lineCap = "round";
  };
  const at = (event) => [
    (event.offsetX * canvas.width) / canvas.clientWidth,
    (event.offsetY * canvas.height) / canvas.clientHeight,
  ];
  const hold = (...files) => {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
    for (const line of box.querySelectorAll("[data-thumbs] li")) line.remove();
    input.dispatchEvent(new CustomEvent("vw:files", { bubbles: true }));
  };
  const lift = () => hold(fileOf(canvas));

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  clear.addEventListener("click", () => {
    blank();
    hold();
  });
  blank();
}

for (const box of document.querySelectorAll("[data-signature]")) field(box);
