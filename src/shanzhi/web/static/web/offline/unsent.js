"use strict";
// At the door: that something on this phone was not sent yet, not what it is or whose.

document.addEventListener("DOMContentLoaded", async () => {
  const place = document.querySelector("[data-unsent]");
  if (!place || typeof store === "undefined") return;
  const unsent = (await store.items()).filter((item) => OPEN_STATES.includes(item.state)).length;
  place.textContent = place.dataset.unsent.replace("{n}", unsent);
  place.hidden = !unsent;
});
