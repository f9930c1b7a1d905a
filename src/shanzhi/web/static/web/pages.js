"use strict";
// Everything works without this file; it only saves a tap or a wait.

document.documentElement.classList.add("js");

// A double tap sends a form once. (Sent twice all the same, the command's id makes the second harmless.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !event.submitter?.hasAttribute("data-step")) {
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 8000);
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A request given up for a newer one, or because the page is left, is no error: htmx would tell it as one.
document.addEventListener("htmx:beforeSend", ({ detail }) => {
  const given = detail.xhr.onabort;
  detail.xhr.onabort = () => {
    detail.error = "";
    given();
  };
});

// Where a form is asked again the focus stays on the answer it was on: htmx sees to what has an id, this to the rest.
let held = null;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const one = document.activeElement;
  held = one?.name && !one.id && detail.target.contains(one) ? one : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (!held || held.isConnected) return;
  const same = [...document.getElementsByName(held.name)].find((one) => one.value === held.value);
  held = null;
  same?.focus({ preventScroll: true });
});

// «Use where I am»: fills in a location field.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locate]");
  if (!button) return;
  const input = document.getElementById(button.dataset.locate);
  const told = document.getElementById(`${button.dataset.locate}-told`);
  told.textContent = button.dataset.waiting;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      input.value = `${coords.longitude.toFixed(6)}, ${coords.latitude.toFixed(6)}`;
      told.textContent = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    () => {
      told.textContent = button.dataset.failed;
    },
    { enableHighAccuracy: true, timeout: 15000 },
  );
});

// A map for a location field: loaded when somebody asks for it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-map-for]");
  if (!button) return;
  const { pick } = await import(button.dataset.module);
  await pick(button);
});

// While somebody types, the session does not run out under their hands.
let told = Date.now();
document.addEventListener("input", (event) => {
  if (!event.target.closest("form[data-long]") || Date.now() - told < 240000) return;
  told = Date.now();
  fetch("/awake", { credentials: "same-origin" }).catch(() => {});
});

const locates = "geolocation" in navigator && window.isSecureContext;
const show = (root) => {
  for (const button of root.querySelectorAll("[data-locate]")) button.hidden = !locates;
  for (const button of root.querySelectorAll("[data-map-for]")) button.hidden = false;
  // Browsers whose styles cannot open a fold: a wide window has room for what it holds.
  if (window.matchMedia("(min-width: 60rem)").matches) {
    for (const fold of root.querySelectorAll("details[data-wide]")) fold.open = true;
  }
};
document.addEventListener("DOMContentLoaded", () => show(document));
document.addEventListener("htmx:afterSwap", (event) => show(event.target));
