"use strict";
// What somebody has typed into a form stays on this device until it is sent: leaving the page, a dead battery or an
// expired session lose nothing. And what was sent is not sent again by going back: the form is empty then.
//
// Kept for seven days, for the one who is signed in, and gone with signing out. Photos, passwords and the answers to
// sensitive questions are not kept.

const drafts = (() => {
  const root = document.documentElement;
  const KEY = "shanzhi.drafts";
  const KEEP = 7 * 86_400_000; // milliseconds
  const owner = root.dataset.owner ?? "";

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
      return kept.owner === owner ? kept : { owner, forms: {} };
    } catch {
      return { owner, forms: {} };
    }
  };
  const write = (path, draft) => {
    const kept = read();
    for (const [other, one] of Object.entries(kept.forms)) {
      if (Date.now() - one.at > KEEP) delete kept.forms[other];
    }
    if (draft) kept.forms[path] = draft;
    else delete kept.forms[path];
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // No room, or forbidden: then it works as without this file.
    }
  };
  const clear = () => localStorage.removeItem(KEY);

  const SKIP = new Set(["command", "seq", "csrfmiddlewaretoken", "pocket", "step"]);
  const kept = (input) =>
    input.name && !SKIP.has(input.name) && !["file", "password", "hidden", "submit", "button"].includes(input.type) &&
    !input.closest("[data-unkept]");
  const inputs = (form) => [...form.elements].filter(kept);
  const chosen = (input) => !["radio", "checkbox"].includes(input.type) || input.checked;
  const values = (form) => inputs(form).filter(chosen).map((input) => [input.name, input.value]);

  // Puts answers into a form: pairs of a question's name and what was given.
  const fill = (form, given) => {
    for (const input of inputs(form)) {
      const mine = given.filter(([name]) => name === input.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(input.type)) input.checked = mine.includes(input.value);
      else if (mine.length) [input.value] = mine;
    }
    for (const details of form.querySelectorAll("details")) {
      details.open ||= [...details.querySelectorAll("input:not([type=radio])")].some((input) => input.value);
    }
  };
  const empty = (form) => {
    for (const input of inputs(form)) {
      if (["radio", "checkbox"].includes(input.type)) input.checked = input.defaultChecked;
      else if (input.tagName === "SELECT") for (const one of input.options) one.selected = one.defaultSelected;
      else input.value = input.defaultValue;
    }
    if (form.elements.command) form.elements.command.value = crypto.randomUUID().replaceAll("-", "");
  };

  const say = (form, which) => {
    const told = document.querySelector(`[data-draft=${which}]`);
    if (!told) return;
    told.hidden = false;
    told.querySelector("button")?.addEventListener("click", () => {
      write(location.pathname, null);
      empty(form);
      told.hidden = true;
    });
  };

  const formHere = () => document.querySelector("form[data-long][method=post]");
  const cameBack = (form) => form.querySelector("[aria-invalid], .told.bad") || document.querySelector(".told.warn[role=alert]");

  // What was sent was not taken in, and a page without the form says so: it stays a draft, whoever is signed in now.
  const unsent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
      const draft = kept.forms?.[location.pathname];
      if (!draft) return;
      draft.sent = false;
      localStorage.setItem(KEY, JSON.stringify(kept));
      document.querySelector("[data-draft=unsent]")?.removeAttribute("hidden");
    } catch {
      // Nothing can be kept here.
    }
  };

  // A page with a form is shown: `again` when the browser brought it back whole.
  const shown = (again) => {
    if (document.querySelector("[data-not-sent]")) return unsent();
    const form = owner && formHere();
    if (!form || new URLSearchParams(location.search).has("mine")) return;
    const path = location.pathname;
    const draft = read().forms[path];
    if (!draft) return;
    const back = again || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (draft.sent && cameBack(form) && !back) return write(path, { ...draft, sent: false });
    if (draft.sent) {
      write(path, null);
      if (!back) return undefined;
      empty(form);
      return say(form, "sent");
    }
    if (cameBack(form)) return undefined;
    const blank = inputs(form).every((input) =>
      ["radio", "checkbox"].includes(input.type) ? input.checked === input.defaultChecked : input.value === (input.defaultValue ?? ""),
    );
    const differs = JSON.stringify(draft.values) !== JSON.stringify(values(form));
    if ((blank || back) && differs) {
      fill(form, draft.values);
      say(form, "typed");
    }
    return undefined;
  };

  const keep = (form) => {
    if (owner && form?.matches("form[data-long][method=post]")) {
      write(location.pathname, { at: Date.now(), values: values(form) });
    }
  };
  let waiting; // the clock of a form that was typed into just now
  let typing;
  const settle = () => {
    window.clearTimeout(waiting);
    if (typing) keep(typing);
    typing = undefined;
  };
  document.addEventListener("input", (event) => {
    window.clearTimeout(waiting);
    typing = event.target.form;
    waiting = window.setTimeout(settle, 400);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) return clear();
    if (!owner || !form.matches("form[data-long][method=post]") || event.submitter?.hasAttribute("data-step")) return undefined;
    typing = undefined;
    return write(location.pathname, { at: Date.now(), values: values(form), sent: true });
  });
  window.addEventListener("pagehide", settle);

  // Not before the browser has put back what it remembers itself.
  window.addEventListener("pageshow", (event) => shown(event.persisted));

  return { fill };
})();
