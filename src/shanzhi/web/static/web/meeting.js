"use strict";
// The clock of a speaking turn runs between two looks at the server, which keeps the time; without this file it is
// only as fresh as the last look.
(() => {
  let since = performance.now();
  const show = () => {
    const gone = Math.floor((performance.now() - since) / 1000);
    for (const clock of document.querySelectorAll("[data-left]")) {
      const left = Number(clock.dataset.left) - gone;
      clock.textContent =
        left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : clock.dataset.over;
      clock.closest(".floor, .wall-main")?.classList.toggle("over", left <= 0);
    }
  };
  document.addEventListener("htmx:afterSwap", () => {
    since = performance.now();
    show();
  });
  window.setInterval(show, 500);
})();
