// A page made for paper prints itself at the press of its button.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => print());
