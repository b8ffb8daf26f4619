// Keys: "/" focuses the search, "j" and "k" walk through a list, Enter opens the row.
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

function walk(step) {
  const rows = [...document.querySelectorAll("table[data-rows] tbody tr")];
  if (rows.length === 0) return;
  const here = rows.findIndex((row) => row.classList.contains("vw-here"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + step))];
  rows[here]?.classList.remove("vw-here");
  next.classList.add("vw-here");
  next.querySelector("a")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-key='/']")?.focus();
  }
});

document.querySelector(".vw-errors")?.focus();
