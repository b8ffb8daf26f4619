// A list that says when it was made is made again when somebody comes back to it, or stays with it.
const seconds = Number(document.querySelector("[data-fresh]").dataset.fresh);
const made = Date.now();
const old = () => Date.now() - made > seconds * 1000;
const busy = () => document.activeElement?.matches("input, textarea, select");

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && old()) location.reload();
});
setInterval(() => {
  if (!document.hidden && old() && !busy()) location.reload();
}, 30000);
