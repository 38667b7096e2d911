// Choosing a place on the map: tap it, or move the map with the keyboard and put the pin in its middle.
// Without this script the place in words is enough.

import { MICRO, onGround } from "./ground.js";

const part = document.querySelector("[data-place]");
const NEAR = 17;

if (part && window.L) choose(window.L);

function choose(L) {
  part.hidden = false;
  const box = part.querySelector("#place-map");
  const said = part.querySelector("[data-said]");
  const data = box.dataset;
  const [latitude, longitude] = ["latitude", "longitude"].map((name) => document.querySelector(`input[name="${name}"]`));
  const { map, area } = onGround(L, box);

  const icon = L.divIcon({ className: "waz-pin", iconSize: [32, 32] });
  let pin = null;
  function put(at, tell = true) {
    if (!area.contains(at)) return;
    if (pin) pin.setLatLng(at);
    else {
      pin = L.marker(at, { icon, draggable: true, keyboard: false }).addTo(map);
      pin.on("dragend", () => put(pin.getLatLng()));
    }
    latitude.value = Math.round(at.lat * MICRO);
    longitude.value = Math.round(at.lng * MICRO);
    if (tell) said.textContent = data.textHere;
  }

  const known = latitude.value && longitude.value;
  const middle = known ? [latitude.value / MICRO, longitude.value / MICRO] : [data.latitude / MICRO, data.longitude / MICRO];
  map.setView(middle, known ? Math.min(NEAR, Number(data.maxZoom)) : Number(data.zoom));
  if (known) put(L.latLng(middle), false);
  map.on("click", (event) => put(event.latlng));
  part.querySelector("[data-centre]").addEventListener("click", () => put(map.getCenter()));
  part.querySelector("[data-remove]").addEventListener("click", () => {
    pin?.remove();
    pin = null;
    latitude.value = longitude.value = "";
    said.textContent = data.textNone;
  });
}
