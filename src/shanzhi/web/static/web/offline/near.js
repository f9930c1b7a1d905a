"use strict";
// The inbox by distance from where one stands. The position is asked for when wanted, used here, and forgotten:
// it is neither sent nor kept.

document.addEventListener("DOMContentLoaded", () => {
  const RADIUS = 6_371_000;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const metres = (one, other) => {
    const [lon, lat] = [radians(other[0] - one[0]), radians(other[1] - one[1])];
    const half = Math.sin(lat / 2) ** 2 + Math.cos(radians(one[1])) * Math.cos(radians(other[1])) * Math.sin(lon / 2) ** 2;
    return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
  };
  const language = document.documentElement.lang;
  const unit = (name, digits) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long", maximumFractionDigits: digits });
  const far = (length) =>
    length < 950 ? unit("meter", 0).format(Math.max(10, Math.round(length / 10) * 10)) : unit("kilometer", 1).format(length / 1000);

  const begin = (root) => {
    const box = root.querySelector("[data-near]");
    const list = root.querySelector("[data-sorted] > ul");
    if (!box || !list || !("geolocation" in navigator) || !window.isSecureContext) return;
    const rows = [...list.children];
    if (!rows.some((row) => row.dataset.spot)) return;
    box.hidden = false;
    const told = box.querySelector("[data-near-told]");
    const press = (sort) => {
      for (const button of box.querySelectorAll("[data-sort]")) {
        button.setAttribute("aria-pressed", String(button.dataset.sort === sort));
      }
    };
    const byDue = () => {
      press("due");
      told.textContent = "";
      for (const row of rows) row.querySelector(".far")?.remove();
      list.replaceChildren(...rows);
    };
    const byDistance = ({ coords }) => {
      const here = [coords.longitude, coords.latitude];
      const length = (row) => (row.dataset.spot ? metres(here, row.dataset.spot.split(",").map(Number)) : Infinity);
      for (const row of rows) {
        row.querySelector(".far")?.remove();
        if (!row.dataset.spot) continue;
        const text = Object.assign(document.createElement("span"), { className: "far", textContent: far(length(row)) });
        row.querySelector(".row-more").prepend(text);
      }
      list.replaceChildren(...[...rows].sort((one, other) => length(one) - length(other) || 0));
      press("near");
      told.textContent = told.dataset.done;
    };
    box.addEventListener("click", (event) => {
      const sort = event.target.closest("[data-sort]")?.dataset.sort;
      if (sort === "due") byDue();
      if (sort !== "near") return;
      told.textContent = told.dataset.waiting;
      navigator.geolocation.getCurrentPosition(byDistance, () => (byDue(), (told.textContent = told.dataset.failed)), {
        enableHighAccuracy: true,
        maximumAge: 60_000,
        timeout: 15_000,
      });
    });
  };
  begin(document);
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target.parentElement ?? document));
});
