// A place on the map for a location field: tap, drag, or move the map under the pin. Loaded when somebody asks for it.

import { ask, ground, make } from "./ground.js";

export async function pick(button) {
  const input = document.getElementById(button.dataset.mapFor);
  const told = document.getElementById(`${input.id}-told`);
  const known = document.getElementById(`${input.id}-map`);
  if (known) {
    known.hidden = !known.hidden;
    button.setAttribute("aria-expanded", String(!known.hidden));
    return;
  }
  const panel = make("div", "picker stack");
  panel.id = `${input.id}-map`;
  button.closest(".acts, p, div").after(panel);
  button.setAttribute("aria-controls", panel.id);
  button.setAttribute("aria-expanded", "true");
  let setup;
  try {
    setup = await ask(button.dataset.setup);
  } catch {
    panel.remove();
    told.textContent = button.dataset.failed;
    return;
  }
  const { words } = setup;
  const element = make("div", "map small-map");
  const acts = make("div", "acts");
  panel.append(make("p", "help", words.hint), element, acts);
  const act = (text, className, done) => {
    const made = make("button", className, text);
    made.type = "button";
    made.addEventListener("click", done);
    acts.append(made);
  };
  const failed = () => {
    told.textContent = words.failed;
  };
  let settled;
  try {
    settled = await ground(element, setup, failed);
  } catch {
    failed();
    return;
  }
  const { L, map } = settled;
  const icon = L.divIcon({ className: "map-pin", iconSize: [44, 52], iconAnchor: [22, 50], html: make("span") });
  let pin = null;
  let ours = false;

  const put = (x, y) => {
    if (pin === null) {
      pin = L.marker([y, x], { icon, draggable: true, autoPan: true, title: words.pin, alt: words.pin }).addTo(map);
      pin.on("dragend", () => choose(pin.getLatLng().lng, pin.getLatLng().lat));
    } else {
      pin.setLatLng([y, x]);
    }
  };
  const show = async (query) => {
    const answer = await ask(`${setup.at}?${query}`);
    if (answer.told) told.textContent = answer.told;
    return answer.shown ? answer : null;
  };
  const choose = async (x, y) => {
    put(x, y);
    try {
      const answer = await show(`x=${x.toFixed(6)}&y=${y.toFixed(6)}`);
      if (!answer) return;
      input.value = `${answer.lon.toFixed(6)}, ${answer.lat.toFixed(6)}`;
      ours = true;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      ours = false;
    } catch {
      failed();
    }
  };
  // What is typed, or found by the device, is shown on the map.
  const typed = async () => {
    const [lon, lat] = input.value.split(/[,，\s]+/).map(Number);
    if (!input.value.trim() || Number.isNaN(lon) || Number.isNaN(lat)) {
      pin?.remove();
      pin = null;
      return;
    }
    try {
      const answer = await show(`lon=${lon}&lat=${lat}`);
      if (!answer) return;
      put(...answer.shown);
      map.setView([answer.shown[1], answer.shown[0]], Math.max(map.getZoom(), 17));
    } catch {
      failed();
    }
  };
  map.on("click", ({ latlng }) => choose(latlng.lng, latlng.lat));
  input.addEventListener("change", () => ours || typed());
  act(words.centre, "button", () => choose(map.getCenter().lng, map.getCenter().lat));
  act(words.clear, "button quiet", () => {
    input.value = "";
    told.textContent = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  act(words.done, "button", () => {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });
  element.dataset.ready = "yes";
  await typed();
}
