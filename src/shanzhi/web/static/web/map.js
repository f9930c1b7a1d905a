// The map of a place: its open matters, one by one or gathered; everything on it is in the list below as well.

import { ask, follow, ground, make } from "./ground.js";

const element = document.getElementById("map");
const told = document.getElementById("map-told");
element.hidden = false;
const setup = JSON.parse(element.dataset.setup);
const { words } = setup;
const failed = () => {
  told.textContent = words.failed;
};
const counted = (mark) =>
  [words.count.replace("{count}", mark.count), mark.late ? words.late.replace("{late}", mark.late) : ""]
    .filter(Boolean)
    .join(" · ");

const popup = (map, mark) => {
  const box = make("div", "map-popup");
  box.append(make("strong", "", mark.name), make("p", mark.late ? "late" : "soft", counted(mark)));
  if (mark.matters.length) {
    const list = make("ul");
    for (const matter of mark.matters) {
      const item = make("li");
      const link = make("a", matter.tone === "bad" ? "late" : "", matter.title);
      link.href = matter.url;
      item.append(link, make("span", "soft", matter.more));
      list.append(item);
    }
    box.append(list);
  }
  if (mark.count > mark.matters.length) {
    const link = make("a", "button", words.list);
    link.href = mark.url;
    box.append(link);
  }
  if (map.getZoom() < map.getMaxZoom() && mark.count > 1 && !mark.matters.length) {
    const closer = make("button", "button quiet", words.closer);
    closer.type = "button";
    closer.addEventListener("click", () => {
      map.closePopup();
      map.setView([mark.at[1], mark.at[0]], Math.min(map.getZoom() + 2, 18));
      map.getContainer().focus();
    });
    box.append(closer);
  }
  return box;
};

ground(element, setup, failed).then(({ L, map }) => {
  const layer = L.layerGroup().addTo(map);
  if (element.dataset.at) {
    const [x, y] = element.dataset.at.split(",").map(Number);
    const icon = L.divIcon({ className: "map-pin", iconSize: [44, 52], iconAnchor: [22, 50], html: make("span") });
    L.marker([y, x], { icon, title: words.spot, alt: words.spot, keyboard: false }).addTo(map);
    map.setView([y, x], 18);
  }
  const put = (mark) => {
    const size = mark.count > 1 ? 44 + Math.min(20, 4 * Math.log2(mark.count)) : 44;
    const face = make("span", "", mark.count > 1 ? mark.count : "");
    const icon = L.divIcon({
      className: `map-mark${mark.late ? " late" : ""}${mark.count > 1 ? "" : " one"}`,
      html: face,
      iconSize: [size, size],
    });
    const marker = L.marker([mark.at[1], mark.at[0]], { icon, keyboard: true, riseOnHover: true });
    marker.bindPopup(() => popup(map, mark), {
      minWidth: 220,
      maxWidth: 300,
      maxHeight: Math.max(200, map.getSize().y - 160),
      autoPanPaddingTopLeft: [72, 16],
      autoPanPaddingBottomRight: [8, 16],
    });
    marker.on("add", () =>
      marker.getElement().setAttribute("aria-label", `${mark.name} ${counted(mark)}`),
    );
    marker.addTo(layer);
  };
  follow(
    map,
    async (box, zoom, signal) => {
      const joint = element.dataset.matters.includes("?") ? "&" : "?";
      const { marks, count } = await ask(`${element.dataset.matters}${joint}box=${box}`, signal);
      if (map.getContainer().querySelector(".leaflet-popup")) map.closePopup();
      layer.clearLayers();
      marks.forEach(put);
      element.dataset.ready = String(count);
    },
    failed,
  );
}, failed);

for (const select of document.querySelectorAll("#map-filter select, #map-filter input")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
