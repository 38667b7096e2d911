// The plans on a map. What is drawn stands in the list beside the map, which says it all without this script.
// Plans that would overlap share one marker, which lists them; every marker is a button with a name.

import { MICRO, onGround } from "./ground.js";

const box = document.getElementById("map");
const APART = 36; // pixels: nearer markers would cover one another

if (box && window.L) draw(window.L);

function draw(L) {
  box.hidden = false;
  const data = box.dataset;
  const { map, area } = onGround(L, box);

  const plans = [...document.querySelectorAll(`#${data.list} > li`)].map((item) => ({
    item,
    title: item.querySelector("a").textContent.trim(),
    at: L.latLng(item.dataset.latitude / MICRO, item.dataset.longitude / MICRO),
  }));
  const seen = plans.map((plan) => plan.at).filter((at) => area.contains(at));
  if (seen.length > 1) map.fitBounds(L.latLngBounds(seen), { padding: [40, 40], maxZoom: 16, animate: false });
  else map.setView(seen[0] ?? [data.latitude / MICRO, data.longitude / MICRO], Number(data.zoom));

  const markers = L.layerGroup().addTo(map);
  const regroup = () => {
    markers.clearLayers();
    for (const group of grouped(plans, map)) markers.addLayer(marker(L, group, data));
  };
  regroup();
  map.on("zoomend", regroup);
  // Who opened the plans of a marker with the keyboard goes on inside them, and comes back to the marker.
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector("ul a").focus({ preventScroll: true }));
  map.on("popupclose", ({ popup }) => {
    if (popup.getElement()?.contains(document.activeElement)) popup._source?.getElement()?.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
}

// Each plan joins the first group whose marker it would touch at this zoom.
function grouped(plans, map) {
  const groups = [];
  for (const plan of plans) {
    const point = map.latLngToLayerPoint(plan.at);
    const near = groups.find((group) => group.point.distanceTo(point) < APART);
    if (near) near.plans.push(plan);
    else groups.push({ point, at: plan.at, plans: [plan] });
  }
  return groups;
}

function marker(L, { at, plans }, data) {
  const several = plans.length > 1;
  const size = several ? 40 : 32;
  const name = several ? data.textSeveral.replace("{count}", plans.length) : plans[0].title;
  const icon = L.divIcon({ className: several ? "waz-pin waz-pin--several" : "waz-pin", iconSize: [size, size] });
  const made = L.marker(at, { icon, title: name, riseOnHover: true });
  made.on("add", () => {
    const element = made.getElement();
    element.setAttribute("aria-label", name);
    if (several) element.dataset.count = plans.length;
  });
  return made.bindPopup(() => content(plans), { maxWidth: 280, minWidth: 200, autoPanPadding: [12, 12] }).on("popupopen", () => {
    made.getPopup().getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", data.textClose);
  });
}

// The same words and links as in the list.
function content(plans) {
  const list = document.createElement("ul");
  for (const plan of plans) {
    const item = document.createElement("li");
    item.append(...[...plan.item.childNodes].map((node) => node.cloneNode(true)));
    list.append(item);
  }
  return list;
}
