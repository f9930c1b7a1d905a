// The ground that every map stands on: Leaflet when it is first asked for, tiles where there are any, our own outlines.

const fetched = new Map();

const part = (url, make) => {
  if (!fetched.has(url)) {
    fetched.set(
      url,
      new Promise((done, failed) => {
        const element = make(url);
        element.addEventListener("load", done);
        element.addEventListener("error", failed);
        document.head.append(element);
      }),
    );
  }
  return fetched.get(url);
};
const style = (href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href });
const script = (src) => Object.assign(document.createElement("script"), { src });

export const make = (name, className, text = "") => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

// What the server says, as JSON; a page that asks to sign in is no answer.
export async function ask(url, signal) {
  const answer = await fetch(url, { credentials: "same-origin", signal, headers: { Accept: "application/json" } });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no answer");
  return answer.json();
}

// Calls `load(box, zoom, signal)` when the map has moved out of what was loaded; the last call alone counts.
export function follow(map, load, failed) {
  let loaded = null;
  let asking = null;
  const look = async () => {
    const zoom = map.getZoom();
    if (loaded && loaded.zoom === zoom && loaded.bounds.contains(map.getBounds())) return;
    asking?.abort();
    asking = new AbortController();
    const bounds = map.getBounds().pad(0.25);
    const { signal } = asking;
    const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const box = edges.map((edge, n) => Math.max(n % 2 ? -90 : -180, Math.min(n % 2 ? 90 : 180, edge)).toFixed(6));
    try {
      await load(box.join(","), zoom, signal);
      loaded = { zoom, bounds };
    } catch (problem) {
      if (problem.name !== "AbortError") failed?.();
    }
  };
  map.on("moveend", look);
  return look();
}

export async function ground(element, setup, failed) {
  await Promise.all([...setup.styles.map((url) => part(url, style)), ...setup.scripts.map((url) => part(url, script))]);
  const L = window.L;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: false,
    scrollWheelZoom: false,
    minZoom: 3,
    maxZoom: 20,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: setup.words.zoomIn, zoomOutTitle: setup.words.zoomOut }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", setup.words.map);
  if (setup.tiles) {
    const named = make("span", "", setup.attribution).innerHTML;
    L.tileLayer(setup.tiles, { maxZoom: 20, maxNativeZoom: setup.tilesTo, attribution: named }).addTo(map);
  }
  if (setup.box) {
    const [west, south, east, north] = setup.box;
    map.fitBounds([[south, west], [north, east]], { maxZoom: 18, animate: false });
  } else {
    map.setView([35, 105], 4);
  }
  map.createPane("names").style.zIndex = 450; // above the outlines, below the marks
  const outlines = L.layerGroup().addTo(map);
  follow(
    map,
    async (box, zoom, signal) => {
      const places = await ask(`${setup.shapes}?box=${box}&zoom=${zoom}`, signal);
      outlines.clearLayers();
      for (const place of places) draw(L, map, place, setup).addTo(outlines);
    },
    failed,
  );
  return { L, map };
}

function draw(L, map, place, setup) {
  const inside = !setup.path || place.path.startsWith(setup.path);
  const shape = L.geoJSON(place.shape, {
    interactive: false,
    style: { className: `map-shape ${place.level}${inside ? "" : " outside"}` },
  });
  const room = shape.getBounds();
  const [left, right] = [map.latLngToLayerPoint(room.getSouthWest()), map.latLngToLayerPoint(room.getNorthEast())];
  if (right.x - left.x > 16 * place.name.length + 8 && left.y - right.y > 40) {
    const at = [place.at[1], place.at[0]];
    const options = { permanent: true, direction: "center", className: "map-name", interactive: false, pane: "names" };
    return L.layerGroup([shape, L.tooltip(options).setLatLng(at).setContent(make("span", "", place.name))]);
  }
  return shape;
}
