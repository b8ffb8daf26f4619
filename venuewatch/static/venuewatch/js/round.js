// Where to go today: nearest first within each urgency, and a suggested round on a map.
import { ground, mark } from "./ground.js";

const EARTH = 6371000;
const radians = (degrees) => (degrees * Math.PI) / 180;

function metres(one, other) {
  const x = radians(other.lon - one.lon) * Math.cos(radians((one.lat + other.lat) / 2));
  return EARTH * Math.hypot(x, radians(other.lat - one.lat));
}

function told(distance, { wordMetres, wordKilometres }) {
  const tens = Math.round(distance / 10) * 10;
  return tens < 1000 ? wordMetres.replace("{n}", tens) : wordKilometres.replace("{n}", (distance / 1000).toFixed(1));
}

function placeOf(row) {
  const { lon, lat, urgency } = row.dataset;
  return { row, urgency: Number(urgency), lon: Number(lon), lat: Number(lat), known: lon !== undefined };
}

// The nearest of the most urgent places first, then from there the nearest again.
function roundFrom(start, places) {
  const round = [];
  let here = start;
  let rest = places.filter((place) => place.known);
  while (rest.length) {
    const urgency = Math.min(...rest.map((place) => place.urgency));
    const next = rest
      .filter((place) => place.urgency === urgency)
      .reduce((best, place) => (metres(here, place) < metres(here, best) ? place : best));
    round.push(next);
    rest = rest.filter((place) => place !== next);
    here = next;
  }
  return [...round, ...places.filter((place) => !place.known)];
}

function draw(box, start, round) {
  box.hidden = false;
  const map = ground(box);
  const points = round.filter((place) => place.known).map((place) => [place.lat, place.lon]);
  L.polyline([[start.lat, start.lon], ...points], { weight: 2, className: "vw-round" }).addTo(map);
  L.circleMarker([start.lat, start.lon], { radius: 7, className: "vw-round-start" }).addTo(map);
  points.forEach((point, index) => {
    const title = round[index].row.dataset.name;
    mark(point, { text: String(index + 1), size: 24, className: "vw-round-stop", title, keyboard: false }).addTo(map);
  });
  map.fitBounds([[start.lat, start.lon], ...points], { padding: [24, 24] });
}

function sort(card, start) {
  const list = card.querySelector("[data-stops]");
  const round = roundFrom(start, [...list.querySelectorAll("[data-urgency]")].map(placeOf));
  for (const place of round) {
    list.append(place.row);
    if (place.known) {
      place.row.querySelector("[data-distance]").textContent = `· ${told(metres(start, place), card.dataset)}`;
    }
  }
  draw(card.querySelector("[data-map]"), start, round);
}

let here = null; // where the phone was last, for lists that are made again

function found(card, start) {
  here = start;
  sort(card, start);
  const says = card.querySelector("[data-near-says]");
  says.textContent = says.dataset.sorted;
  card.querySelector("[data-near]").hidden = true;
}

function ask(card) {
  const says = card.querySelector("[data-near-says]");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => found(card, { lon: coords.longitude, lat: coords.latitude }),
    () => (says.textContent = says.dataset.refused),
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
  );
}

function begin(card) {
  const button = card.querySelector("[data-near]");
  if (!button || !navigator.geolocation || card.dataset.begun) return;
  card.dataset.begun = "yes";
  button.hidden = false;
  button.addEventListener("click", () => ask(card));
  if (here) found(card, here);
  else
    navigator.permissions?.query({ name: "geolocation" }).then(({ state }) => {
      if (state === "granted") ask(card);
    });
}

const beginAll = () => document.querySelectorAll("[data-round]").forEach(begin);
document.addEventListener("vw:fresh", beginAll);
beginAll();
