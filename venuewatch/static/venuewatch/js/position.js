// Where the phone is goes with the visit, if its owner allows it; how far that is from the venue is
// said before anything is sent.
const EARTH = 6371008.8; // metres, mean radius
const form = document.querySelector("[data-filing]");
const line = form.querySelector("[data-position]");
const field = (name) => form.querySelector(`[data-${name}]`);
const radians = (degrees) => (degrees * Math.PI) / 180;

function metres(lon, lat, otherLon, otherLat) {
  const half = (one, other) => Math.sin(radians(other - one) / 2) ** 2;
  const chord =
    half(lat, otherLat) + Math.cos(radians(lat)) * Math.cos(radians(otherLat)) * half(lon, otherLon);
  return 2 * EARTH * Math.asin(Math.sqrt(chord));
}

const isDegrees = (typed, most) => typed.trim() !== "" && Math.abs(Number(typed)) <= most;

function tell() {
  const [lon, lat, accuracy] = ["lon", "lat", "accuracy"].map((name) => field(name).value);
  const { venueLon, venueLat, wordDistance, wordTyped, wordPosition, wordNone } = line.dataset;
  const known = isDegrees(lon, 180) && isDegrees(lat, 90);
  const far = known && venueLon ? metres(Number(lon), Number(lat), Number(venueLon), Number(venueLat)) : null;
  const words = !known ? wordNone : far === null ? wordPosition : accuracy === "" ? wordTyped : wordDistance;
  line.textContent = words.replace("{metres}", Math.round(far)).replace("{accuracy}", Math.round(accuracy));
  line.classList.toggle("vw-far", far !== null && far - Number(accuracy) > 500);
  line.hidden = false;
}

// The position of the visit is the best one since the form was opened, also in a draft.
function take({ coords }) {
  const before = Number(field("accuracy").value || Infinity);
  if (field("lon").value === "" || coords.accuracy < before) {
    field("lon").value = coords.longitude;
    field("lat").value = coords.latitude;
    field("accuracy").value = coords.accuracy;
    form.dispatchEvent(new CustomEvent("vw:position"));
  }
  tell();
}

// What is typed by hand claims no accuracy.
function typed() {
  field("accuracy").value = "";
  tell();
}

form.addEventListener("vw:restored", () => {
  if (field("lon").value !== "") tell();
});
if (field("lon").value !== "") tell();
for (const name of ["lon", "lat"]) field(name).addEventListener("change", typed);
navigator.geolocation?.getCurrentPosition(take, tell, {
  enableHighAccuracy: true,
  timeout: 10000,
  maximumAge: 60000,
});
