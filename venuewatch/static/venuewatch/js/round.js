// Where to go today: nearest first within each urgency, and a suggested round on a map.
const EARTH = 6371000;
const radians = (degrees) => (degrees * Math.PI) / 180;

function metres(one, other) {
  const x = radians(other.lon - one.lon) * Math.cos(radians((one.lat + other.lat) / 2));
  return EARTH * Math.hypot(x, radians(other.lat - one.lat));
}

const told = (distance) =>
  distance < 1000 ? `${Math.round(distance / 10) * 10} m` : `${(distance / 1000).toFixed(1)} km`;

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
  const map = L.map(box, { attributionControl: false });
  const points = round.filter((place) => place.known).map((place) => [place.lat, place.lon]);
  L.polyline([[start.lat, start.lon], ...points], { weight: 2, className: "vw-round" }).addTo(map);
  L.circleMarker([start.lat, start.lon], { radius: 7, className: "vw-round-start" }).addTo(map);
  points.forEach((point, index) => {
    const icon = L.divIcon({ className: "vw-round-stop", html: String(index + 1), iconSize: [24, 24] });
    L.marker(point, { icon, title: round[index].row.dataset.name, keyboard: false }).addTo(map);
  });
  map.fitBounds([[start.lat, start.lon], ...points], { padding: [24, 24] });
}

function sort(card, start) {
  const list = card.querySelector("[data-stops]");
  const round = roundFrom(start, [...list.querySelectorAll("[data-urgency]")].map(placeOf));
  for (const place of round) {
    list.append(place.row);
    if (place.known) {
      place.row.querySelector("[data-distance]").textContent = `· ${told(metres(start, place))}`;
    }
  }
  draw(card.querySelector("[data-map]"), start, round);
}

function ask(card, button) {
  const says = card.querySelector("[data-near-says]");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      sort(card, { lon: coords.longitude, lat: coords.latitude });
      says.textContent = says.dataset.sorted;
      button.hidden = true;
    },
    () => {
      says.textContent = says.dataset.refused;
    },
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
  );
}

for (const card of document.querySelectorAll("[data-round]")) {
  const button = card.querySelector("[data-near]");
  if (!button || !navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => ask(card, button));
  navigator.permissions?.query({ name: "geolocation" }).then(({ state }) => {
    if (state === "granted") ask(card, button);
  });
}
