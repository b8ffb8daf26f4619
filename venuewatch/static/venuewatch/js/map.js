// The map of venues: asks the server what lies in view, gathered for its zoom, and draws that. The
// address keeps filters and view.
import { ground, mark } from "./ground.js";

const box = document.querySelector("[data-map]");
const says = document.querySelector("[data-map-says]");
const listed = document.querySelector("[data-listed]");
const at = document.querySelector("[name=at]");
const words = box.dataset;
const colours = [...document.querySelectorAll("[data-colour]")].map(({ dataset }) => dataset);
const HIT = 44; // pixels: what a thumb hits
const SPREAD = 16; // pixels between venues at the very same point
const NORTHERNMOST = 85;

const map = ground(box, {
  maxZoom: Number(words.deepest),
  maxBounds: [[-NORTHERNMOST, -180], [NORTHERNMOST, 180]],
  zoomAnimation: false,
  fadeAnimation: false,
});
map.createPane("names").style.zIndex = 450; // over the outlines, under the marks
const outlines = L.geoJSON(null, {
  interactive: false,
  style: ({ properties }) => ({ className: `vw-shape vw-shape-${properties.kind}` }),
  onEachFeature: ({ properties }, layer) => {
    const name = { permanent: true, direction: "center", className: "vw-shape-name", pane: "names" };
    if (properties.kind !== "district") layer.bindTooltip(properties.name, name);
  },
}).addTo(map);
const marks = L.layerGroup().addTo(map);
let asking = new AbortController();
let opened = null; // the code of the venue whose popup was opened last
let zoom = null; // of the view that the address tells

const colourOf = (key) => colours.find(({ colour }) => colour === key);
const rankOf = (key) => colours.findIndex(({ colour }) => colour === key);

// What is asked: the page's own filters, and the part of the world in view.
function query() {
  const asked = new URLSearchParams(location.search);
  asked.delete("at");
  const view = map.getBounds();
  const within = (degrees, most) => Math.max(-most, Math.min(most, degrees)).toFixed(6);
  const sides = [
    within(view.getWest(), 180),
    within(view.getSouth(), NORTHERNMOST),
    within(view.getEast(), 180),
    within(view.getNorth(), NORTHERNMOST),
  ];
  asked.set("box", sides.join(","));
  asked.set("zoom", map.getZoom());
  return asked;
}

function put(point, key, text, { colour, label, shift, shape = "" }, open) {
  const className = `vw-mark vw-mark-${colour} ${shape}`;
  const zIndexOffset = 1000 * (colours.length - rankOf(colour));
  const made = mark(point, { text, size: HIT, className, shift, zIndexOffset, title: label }).addTo(marks);
  const element = made.getElement();
  element.dataset.key = key;
  element.setAttribute("aria-label", label);
  made.on("click", open);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  });
}

function putCell({ lon, lat, box: sides, count, worst, colours: counts }) {
  const { letter, word } = colourOf(worst);
  const parts = colours.filter((_, place) => counts[place]).map((each) => `${each.word} ${counts[rankOf(each.colour)]}`);
  const label = words.wordCell.replace("{n}", count).replace("{worst}", word).replace("{colours}", parts.join(", "));
  const [west, south, east, north] = sides;
  put([lat, lon], `cell ${sides}`, `${count} ${letter}`, { colour: worst, label, shape: "vw-mark-cell" }, () => {
    const bounds = L.latLngBounds([south, west], [north, east]);
    const next = Math.max(map.getBoundsZoom(bounds), map.getZoom() + 1);
    map.setView(bounds.getCenter(), Math.min(next, map.getMaxZoom()));
  });
}

function putVenue({ code, name, colour, lon, lat }, place) {
  const { letter, word } = colourOf(colour);
  const label = words.wordVenue.replace("{name}", name).replace("{colour}", word);
  const shift = place ? [SPREAD * Math.cos(place), SPREAD * Math.sin(place)].map((each) => each * (1 + Math.floor(place / 6))) : [0, 0];
  put([lat, lon], `venue ${code}`, letter, { colour, label, shift }, () => open(code, [lat, lon]));
}

async function open(code, point) {
  opened = code;
  const popup = L.popup({ minWidth: 220, maxWidth: 280, offset: [0, -8] }).setLatLng(point).setContent(words.wordWaits).openOn(map);
  popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.wordClose);
  const answer = await fetch(`${words.venue}${encodeURIComponent(code)}/`, { headers: { Accept: "text/html" } }).catch(() => null);
  const isHere = answer?.ok && !answer.redirected;
  popup.setContent(isHere ? await answer.text() : words.wordGone);
  popup.getElement()?.querySelector("a[href^='/']")?.focus({ preventScroll: true });
}

box.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") map.closePopup();
});
map.on("popupclose", () => (element(`venue ${opened}`) ?? box).focus({ preventScroll: true }));

const element = (key) => [...box.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);

function draw({ total, cells, venues }) {
  const focused = box.querySelector("[data-key]:focus")?.dataset.key;
  marks.clearLayers();
  const there = new Map(); // how many stand at the very same point
  cells.forEach(putCell);
  for (const venue of venues) {
    const point = `${venue.lon},${venue.lat}`;
    const place = there.get(point) ?? 0;
    there.set(point, place + 1);
    putVenue(venue, place);
  }
  if (focused) (element(focused) ?? box).focus({ preventScroll: true });
  says.textContent = (total ? words.wordTotal : words.wordNone).replace("{n}", total);
  box.dataset.took ??= Math.round(performance.now()); // ms since the page was asked for
  box.dataset.drawn = total;
}

async function answered(address, signal) {
  const answer = await fetch(`${address}?${query()}`, { signal });
  if (answer.status === 400) throw new Error((await answer.json()).sentence);
  if (!answer.ok || answer.redirected) throw new Error(words.wordFailed);
  return answer;
}

async function show() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const asked = [words.points, words.shapes, words.list].map((address) => answered(address, signal));
  try {
    const [points, shapes, list] = await Promise.all(
      asked.map((each, place) => each.then((answer) => (place < 2 ? answer.json() : answer.text()))),
    );
    outlines.clearLayers().addData(shapes);
    draw(points);
    listed.innerHTML = list;
  } catch (error) {
    if (!signal.aborted) says.textContent = error instanceof TypeError ? words.wordFailed : error.message;
  }
}

function keep() {
  const { lat, lng } = map.getCenter();
  const view = [map.getZoom(), lat.toFixed(5), lng.toFixed(5)].join("/");
  const asked = new URLSearchParams(location.search);
  const isNew = zoom !== null && zoom !== map.getZoom();
  const isKnown = asked.get("at") === view;
  asked.set("at", view);
  at.value = view;
  if (!isKnown && zoom !== null) history[isNew ? "pushState" : "replaceState"](null, "", `?${asked}`);
  zoom = map.getZoom();
}

// As the address tells, else all there is.
function look() {
  const told = (new URLSearchParams(location.search).get("at") ?? "").split("/").map(Number);
  if (told.length === 3 && told.every(Number.isFinite)) return map.setView([told[1], told[2]], told[0]);
  const [west, south, east, north] = words.extent.split(",").map(Number);
  return map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 16 });
}

addEventListener("popstate", () => {
  zoom = null;
  look();
});
look();
keep();
show();
map.on("moveend", () => {
  keep();
  show();
});
