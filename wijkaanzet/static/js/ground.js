// The map on which plans and places are put: its area, its tiles when there are any, and who made those.

export const MICRO = 1e6;
const ENOUGH = 4;

export function onGround(L, box) {
  const data = box.dataset;
  const [south, west, north, east] = data.bounds.split(" ").map((side) => side / MICRO);
  const area = L.latLngBounds([south, west], [north, east]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    minZoom: Number(data.minZoom),
    maxZoom: Number(data.maxZoom),
    maxBounds: area.pad(0.1),
    attributionControl: false,
    zoomControl: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
  });
  L.control.zoom({ zoomInTitle: data.textIn, zoomOutTitle: data.textOut }).addTo(map);
  if (data.tiles) {
    const layer = L.tileLayer(data.tiles, { maxZoom: Number(data.maxZoom), bounds: area }).addTo(map);
    const credit = L.control.attribution({ prefix: false }).addAttribution(escaped(data.attribution));
    layer.once("tileload", () => credit.addTo(map));
    // No tiles today: what is put on the map stands on a plain ground, and nobody is asked again.
    let failed = 0;
    layer.on("tileerror", () => ++failed === ENOUGH && !credit.getContainer() && map.removeLayer(layer));
  }
  return { map, area };
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
