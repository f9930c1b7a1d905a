"use strict";
// Speaking instead of typing, where the browser can listen; elsewhere the buttons stay hidden.

const Listener = window.SpeechRecognition ?? window.webkitSpeechRecognition;
let listening = null;

const offer = (root) => {
  if (!Listener) return;
  for (const button of root.querySelectorAll("[data-voice]")) button.hidden = false;
};

const stop = () => listening?.ears.stop();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-voice]");
  if (!button || !Listener) return;
  if (listening) {
    const same = listening.button === button;
    stop();
    if (same) return;
  }
  const input = document.getElementById(button.dataset.voice);
  const told = document.getElementById(`${button.dataset.voice}-heard`);
  const ears = new Listener();
  ears.lang = button.dataset.language;
  ears.continuous = true;
  ears.interimResults = true;
  const before = input.value;
  ears.addEventListener("result", ({ results }) => {
    const heard = [...results].map((result) => result[0].transcript).join("");
    input.value = before + heard;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  ears.addEventListener("error", ({ error }) => {
    told.textContent = error === "aborted" ? "" : button.dataset.failed;
  });
  ears.addEventListener("end", () => {
    button.setAttribute("aria-pressed", "false");
    if (told.textContent === button.dataset.waiting) told.textContent = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
    listening = null;
  });
  listening = { ears, button };
  button.setAttribute("aria-pressed", "true");
  told.textContent = button.dataset.waiting;
  ears.start();
});

document.addEventListener("submit", stop, true);
document.addEventListener("DOMContentLoaded", () => offer(document));
document.addEventListener("htmx:afterSwap", (event) => offer(event.target.getRootNode()));
