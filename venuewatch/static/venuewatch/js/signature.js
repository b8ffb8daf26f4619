// A field to sign in with a finger; what is drawn becomes the file of the input that stands there.
const INK = 3;

function field(box) {
  const input = box.querySelector("input[type=file]");
  const canvas = document.createElement("canvas");
  const clear = document.createElement("button");
  const pen = canvas.getContext("2d");
  canvas.width = 640;
  canvas.height = 240;
  canvas.className = "vw-signature-field";
  canvas.setAttribute("aria-hidden", "true");
  clear.type = "button";
  clear.className = "btn";
  clear.textContent = box.dataset.clear;
  input.before(canvas, clear);

  const blank = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = INK;
    pen.lineCap = "round";
    input.value = "";
  };
  const at = (event) => [
    (event.offsetX * canvas.width) / canvas.clientWidth,
    (event.offsetY * canvas.height) / canvas.clientHeight,
  ];
  const keep = () =>
    canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "signature.png", { type: "image/png" }));
      input.files = files.files;
    });

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
  canvas.addEventListener("pointerup", keep);
  clear.addEventListener("click", blank);
  blank();
}

for (const box of document.querySelectorAll("[data-signature]")) field(box);
