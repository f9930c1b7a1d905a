"use strict";
// The board by keyboard, and how many are chosen. Without it the board is lists, checkboxes and buttons.

const board = document.querySelector("[data-board]");
const links = () => [...board.querySelectorAll(".board-link")];
const boxes = () => [...board.querySelectorAll("input[name=m]")];

const tell = () => {
  const count = boxes().filter((box) => box.checked).length;
  const shown = document.querySelector("[data-chosen]");
  if (shown) shown.textContent = count ? ` ${count}` : "";
  const none = document.querySelector("[data-none]");
  if (none) none.hidden = !count;
};

const step = (link, key) => {
  const cards = [...link.closest(".board-column").querySelectorAll(".board-link")];
  if (key === "ArrowDown") return cards[cards.indexOf(link) + 1];
  if (key === "ArrowUp") return cards[cards.indexOf(link) - 1];
  const columns = [...board.querySelectorAll(".board-column")].filter((one) => one.querySelector(".board-link"));
  const next = columns[columns.indexOf(link.closest(".board-column")) + (key === "ArrowRight" ? 1 : -1)];
  const there = next ? [...next.querySelectorAll(".board-link")] : [];
  return there[Math.min(cards.indexOf(link), there.length - 1)];
};

if (board) {
  tell();
  board.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-none]")) return;
    for (const box of boxes()) box.checked = false;
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) event.preventDefault();
      search?.focus();
      return;
    }
    const link = document.activeElement?.closest?.(".board-card")?.querySelector(".board-link");
    if (event.key.startsWith("Arrow")) {
      const to = link ? step(link, event.key) : event.target === document.body ? links()[0] : undefined;
      if (!to) return;
      event.preventDefault();
      to.focus();
      to.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if ((event.key === "x" || event.key === "X") && link) {
      const box = link.closest(".board-card").querySelector("input[name=m]");
      box.checked = !box.checked;
      tell();
    }
  });
}

// A filter is sent when it is changed.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});
