// Lists that say when they were made are made again while somebody stays with them, or comes back:
// in place, without moving what is looked at or losing the focus.
const lists = document.querySelector("[data-fresh]");
const says = document.querySelector("[data-fresh-says]");
const { fresh, officer, wordEnded, wordOffline, wordSignIn } = lists.dataset;
const LOOK = 30000; // ms between two looks at the clock
let made = Date.now();
let asking = false;
let ended = false;

const sections = (root) => [...root.querySelectorAll("[data-section]")];
const stamps = (root) => [...root.querySelectorAll("[data-made]")];
const button = (row) => row.querySelector("a.btn")?.getAttribute("href");
const within = (selector, href) => [...lists.querySelectorAll(selector)].find((each) => button(each) === href);

// What a section says, whatever the time at which it says so and whatever the phone made of it.
function told(section) {
  const copy = section.cloneNode(true);
  stamps(copy).forEach((stamp) => stamp.remove());
  return copy.innerHTML;
}
const known = new Map(sections(lists).map((section) => [section.dataset.section, told(section)]));

// What one looks at: the row with the focus, else the first in view.
function looked() {
  const own = document.activeElement?.closest(".vw-worklist li");
  const rows = own ? [own] : [...lists.querySelectorAll(".vw-worklist li")];
  const row = rows.find((each) => button(each) && each.getBoundingClientRect().bottom > 0);
  return row && { href: button(row), top: row.getBoundingClientRect().top };
}

function focused() {
  const { activeElement } = document;
  if (!lists.contains(activeElement)) return null;
  const own = (each) => each.tagName === activeElement.tagName && each.textContent === activeElement.textContent;
  const href = activeElement.getAttribute("href");
  return () => {
    const all = [...lists.querySelectorAll(activeElement.tagName)];
    (all.find((each) => href && each.getAttribute("href") === href) ?? all.find(own))?.focus({ preventScroll: true });
  };
}

function swap(page) {
  const [seen, back] = [looked(), focused()];
  const fresh_ = sections(page);
  const here = new Map(sections(lists).map((section) => [section.dataset.section, section]));
  const shown = fresh_.map((section) => {
    const [name, words] = [section.dataset.section, told(section)];
    const kept = known.get(name) === words && here.get(name);
    known.set(name, words);
    return kept || document.adoptNode(section);
  });
  const moved = shown.length !== here.size || shown.some((section) => !lists.contains(section));
  if (moved) lists.replaceChildren(...shown);
  for (const name of [".vw-rail", ".vw-bottom"]) {
    const [nav, theirs] = [document.querySelector(name), page.querySelector(name)];
    if (nav && theirs && !nav.contains(document.activeElement)) nav.innerHTML = theirs.innerHTML;
  }
  const marks = stamps(page);
  stamps(document).forEach((stamp, place) => (stamp.textContent = marks[place]?.textContent ?? stamp.textContent));
  if (!moved) return;
  document.dispatchEvent(new CustomEvent("vw:fresh"));
  back?.();
  const row = seen && within(".vw-worklist li", seen.href);
  if (row) scrollBy({ top: row.getBoundingClientRect().top - seen.top, behavior: "instant" });
}

function tell(words) {
  if (says.textContent !== words) says.textContent = words;
  says.hidden = !words;
}

function end() {
  ended = true;
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = wordSignIn;
  tell(wordEnded);
  says.append(" ", link);
}

async function ask() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const theirs = page.querySelector("[data-fresh]");
  if (!theirs && answer.ok) return end(); // the page of signing in
  if (!answer.ok) throw new Error(String(answer.status));
  if (theirs.dataset.officer !== officer) return location.reload(); // somebody else signed in here
  made = Date.now();
  tell("");
  return swap(page);
}

async function look() {
  const old = Date.now() - made >= Number(fresh) * 1000;
  if (ended || asking || document.hidden || !old) return;
  asking = true;
  await ask().catch(() => tell(wordOffline));
  asking = false;
}

document.addEventListener("visibilitychange", look);
addEventListener("pageshow", look);
setInterval(look, LOOK);
