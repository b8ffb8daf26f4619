// A map on a page, and marks on it, as all maps of the portal have them. No picture of the ground is
// fetched unless the page names where from.
function escaped(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}

export function ground(box, options = {}) {
  const { tiles, attribution, wordIn, wordOut } = box.dataset;
  const map = L.map(box, { attributionControl: false, zoomControl: false, ...options });
  L.control.zoom({ zoomInTitle: wordIn ?? "+", zoomOutTitle: wordOut ?? "−" }).addTo(map);
  if (tiles) {
    L.tileLayer(tiles, { maxZoom: options.maxZoom, attribution: escaped(attribution) }).addTo(map);
    L.control.attribution({ prefix: false }).addTo(map);
  }
  return map;
}

// A mark with a short text in it, at [latitude, longitude]; `size` in pixels, by which it can be hit.
export function mark(point, { text, size, className, shift = [0, 0], ...options }) {
  const shown = document.createElement("span");
  shown.textContent = text;
  const anchor = [size / 2 - shift[0], size / 2 - shift[1]];
  const icon = L.divIcon({ className, html: shown, iconSize: [size, size], iconAnchor: anchor });
  return L.marker(point, { icon, ...options });
}
