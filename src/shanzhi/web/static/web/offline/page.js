"use strict";
// What a page does for work without a signal: says how old it is, gives forms what the queue needs, shows the queue.

(() => {
  if (!("serviceWorker" in navigator) || !("locks" in navigator) || !window.isSecureContext) return;
  const root = document.documentElement;
  const taken = Number(root.dataset.pocket ?? 0); // when this page was taken along; 0 for one from the server
  const mine = new URLSearchParams(location.search).get("mine"); // the command of the queue that is being changed

  navigator.serviceWorker.register("/worker.js").catch(() => {});
  const send = () => navigator.serviceWorker.ready.then((worker) => worker.active?.postMessage("send"));
  // The server answers again: what waits is sent. What was taken along is out of date now, and shown anew, but
  // nobody's typing is thrown away for that.
  const back = async () => {
    const answer = await fetch("/offline/who").catch(() => undefined);
    if (!answer?.ok) return;
    send();
    if (taken && !document.querySelector("form[data-long]")) location.reload();
  };
  window.addEventListener("online", back);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());

  const agoIn = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
  const ago = (at) => {
    const minutes = Math.floor((Date.now() - at) / 60_000);
    if (minutes < 60) return agoIn.format(-minutes, "minute");
    return minutes < 2880 ? agoIn.format(-Math.floor(minutes / 60), "hour") : agoIn.format(-Math.floor(minutes / 1440), "day");
  };
  const say = () => {
    for (const place of document.querySelectorAll("[data-taken]")) {
      const when = Date.now() - taken < 60_000 ? place.dataset.now : ago(taken);
      place.textContent = place.dataset.say.replace("{ago}", when);
      place.hidden = false;
    }
  };
  if (taken) {
    root.classList.add("pocket");
    document.querySelector(`.nav a[href="${location.pathname}"]`)?.setAttribute("aria-current", "page");
    say();
    setInterval(say, 30_000);
  }

  // How many wait, and how many want a decision.
  const count = async () => {
    const items = await store.items();
    const waiting = items.filter((item) => ["waiting", "sending"].includes(item.state)).length;
    const asking = items.filter((item) => ["conflict", "refused"].includes(item.state)).length;
    const show = (name, number) => {
      for (const place of document.querySelectorAll(`[data-queue=${name}]`)) {
        place.hidden = !number;
        const text = place.querySelector("[data-say]");
        text.textContent = text.dataset.say.replace("{n}", number);
      }
    };
    show("asking", asking);
    show("waiting", waiting);
    return waiting;
  };
  let waits = 0;
  const look = async () => (waits = await count());
  store.onChange(look);
  look();
  let turn = 0;
  setInterval(async () => {
    if (!navigator.onLine || document.visibilityState !== "visible") return;
    turn += 1;
    if (taken || (waits && (await store.mark("held")) === "signal")) back();
    else if (waits && turn % 6 === 0) send();
  }, 5_000);

  // A form for the queue takes along what a person needs to recognise it: what it is about, the questions, the answers.
  const addressOf = (form) => new URL(form.getAttribute("action") || location.pathname, location.href);
  const queued = (form) => form.elements.command && /^\/(matters\/\d+\/acts|open)\//.test(addressOf(form).pathname);
  const about = (form) =>
    form.dataset.about ??
    [form.querySelector("button:not([data-step])"), document.querySelector("h1")].map((e) => e?.textContent.trim()).join(" · ");
  const answers = (form) => {
    const found = [];
    for (const field of form.querySelectorAll(".field")) {
      const label = field.querySelector("legend, .label")?.cloneNode(true);
      if (!label || field.querySelector(".field")) continue;
      for (const extra of label.querySelectorAll(".may")) extra.remove();
      const given = [...field.querySelectorAll("input, select, textarea")].map(answer).filter(Boolean);
      if (given.length) found.push([label.textContent.trim(), given.join(" ")]);
    }
    return found;
  };
  const answer = (input) => {
    if (input.type === "hidden" || input.name.endsWith(".find") || !input.name) return "";
    if (["radio", "checkbox"].includes(input.type)) {
      return input.checked && input.value ? input.labels[0]?.textContent.trim() : "";
    }
    if (input.type === "file") return [...input.files].map((file) => file.name).join(" ");
    return input.tagName === "SELECT" ? input.value && input.selectedOptions[0].text : input.value.trim();
  };
  document.addEventListener("formdata", ({ target: form, formData }) => {
    if (!queued(form)) return;
    formData.set("@about", about(form));
    formData.set("@owner", root.dataset.owner ?? "");
    formData.set("@said", JSON.stringify(answers(form)));
  });

  // Without a signal each look at a form is a command of its own: the page has been shown before.
  const prepare = () => {
    for (const form of document.forms) {
      if (!queued(form)) continue;
      const address = addressOf(form);
      if (mine) address.searchParams.set("mine", mine);
      if (taken) {
        address.searchParams.set("pocket", "1");
        if (!mine) form.elements.command.value = crypto.randomUUID().replaceAll("-", "");
      }
      if (mine || taken) form.action = address;
    }
  };

  // Something of the queue is being changed: what was written stands in the form again, photos too.
  const refill = async () => {
    const item = mine && (await store.item(mine));
    const form = item && [...document.forms].find(queued);
    if (!form || form.querySelector("[aria-invalid]")) return;
    for (const input of form.querySelectorAll("input[type=file]")) {
      const files = new DataTransfer();
      const given = item.form.filter(([name]) => name === input.name).map(([, value]) => value);
      for (const file of given) if (file instanceof File && file.size) files.items.add(file);
      if (!files.files.length) continue;
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    drafts.fill(form, item.form);
  };

  // Signing out clears the phone: not before what is still unsent was thought of.
  const signOut = async (event) => {
    const form = event.target;
    if (!form.matches("[data-sign-out]")) return;
    event.preventDefault();
    const unsent = (await store.items()).filter((item) => OPEN_STATES.includes(item.state)).length;
    if (unsent && !window.confirm(form.dataset.signOut.replace("{n}", unsent))) return void delete form.dataset.sent;
    await store.clear(); // the worker does so too, but it may not be there
    form.submit();
  };
  document.addEventListener("submit", signOut);

  let asked;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    asked = event;
    for (const button of document.querySelectorAll("[data-install]")) button.hidden = false;
  });
  document.addEventListener("click", (event) => event.target.closest("[data-install]") && asked?.prompt());

  const begin = () => {
    prepare();
    refill();
  };
  if (document.readyState === "complete") begin();
  else document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSwap", prepare);
})();
