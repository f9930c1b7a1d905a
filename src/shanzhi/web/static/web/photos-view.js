"use strict";
// A photo opens over the page it stands in. Escape, the button and the browser's own way back close it, and the focus is
// where it was. Without this file the photo opens on a page of its own.

{
  const viewer = () => document.getElementById("viewer");
  let strip = [];
  let at = 0;
  let pushed = false;

  const show = (n) => {
    at = (n + strip.length) % strip.length;
    const box = viewer();
    const alt = strip[at].querySelector("img").alt;
    const picture = box.querySelector("img");
    picture.src = strip[at].dataset.photo;
    picture.alt = alt;
    box.querySelector("[role=status]").textContent = alt;
    for (const button of box.querySelectorAll("[data-step]")) button.hidden = strip.length < 2;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-photo]");
    const box = viewer();
    if (!link || !box?.showModal || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    strip = [...link.closest(".strip").querySelectorAll("a[data-photo]")];
    box.showModal();
    show(strip.indexOf(link));
    window.history.pushState({ viewer: true }, "");
    pushed = true;
  });

  window.addEventListener("popstate", () => {
    pushed = false;
    if (viewer()?.open) viewer().close();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const box = viewer();
    if (!box) return;
    box.addEventListener("close", () => {
      box.querySelector("img").removeAttribute("src");
      if (pushed) window.history.back();
    });
    box.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]");
      if (step) show(at + Number(step.dataset.step));
      else if (event.target === box || event.target.closest("[data-close]")) box.close();
    });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && strip.length > 1) show(at + step);
    });
  });
}
