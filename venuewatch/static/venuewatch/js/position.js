// Where the phone is goes with the visit, if its owner allows it.
const put = (name, value) => {
  document.querySelector(`[data-${name}]`).value = value;
};

navigator.geolocation?.getCurrentPosition(
  ({ coords }) => {
    put("lon", coords.longitude);
    put("lat", coords.latitude);
    put("accuracy", coords.accuracy);
    document.querySelector("[data-position]").hidden = false;
  },
  () => {},
  { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
);
