// Dark mode follows the system.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
dark.addEventListener("change", follow);
follow();
// Style sheets may count on scripts from here on.
document.documentElement.classList.add("vw-js");
