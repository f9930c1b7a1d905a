"use strict";
// The worker's queue: a form that could not be sent waits here, and is sent once, as the person who wrote it.
//
// States: waiting → sending → sent; or conflict (others acted meanwhile: a person decides), refused (with the rule),
// dropped (by the person). Nothing is ever sent twice to any effect, since each carries the id of its command; nothing
// overwrites what its writer did not see, since each carries the history position they saw.

const LONG = 300_000; // milliseconds that sending one with its photos may take
const KEEP = { sent: 86_400_000, dropped: 7 * 86_400_000 }; // how long they can still be read

const fresh = () => crypto.randomUUID().replaceAll("-", "");

const sending = {
  // Puts a form into the queue. Its command's id is its own, unless that one was sent already.
  async keep(form, path, replaces) {
    const said = JSON.parse(form.get("@said") || "[]");
    const about = form.get("@about") || path;
    const owner = form.get("@owner") || (await store.mark("owner")); // on a first visit only the page knows whose it is
    for (const name of ["@said", "@about", "@owner", "csrfmiddlewaretoken"]) form.delete(name);
    const asked = replaces || form.get("command") || fresh();
    const former = await store.item(asked);
    const done = former && !OPEN_STATES.includes(former.state);
    const command = done ? fresh() : asked;
    form.set("command", command);
    await store.put({
      command,
      owner,
      path,
      form: [...form],
      said,
      about,
      at: Date.now(),
      state: "waiting",
    });
    await self.registration.sync?.register("queue").catch(() => {});
  },

  // Sends what waits, the oldest first. One worker at a time, whoever asks; what was taken along is fetched anew after that,
  // since what becomes ready meanwhile must not wait for it.
  async all() {
    const sent = await navigator.locks.request("shanzhi-sending", { ifAvailable: true }, async (lock) => {
      if (!lock) return false;
      await sending.tidy();
      const next = async () =>
        (await store.items()).find((item) => ["waiting", "sending"].includes(item.state));
      let item = await next();
      if (!item) return false;
      const { owner } = item;
      const token = await sending.permitted(owner);
      while (token && item?.owner === owner && (await sending.one(item, token))) item = await next();
      if (token && !item) await store.setMark("held", "");
      return Boolean(token);
    });
    if (sent) await pages.fetch(true).catch(() => {});
  },

  // The token to send with, if the one who wrote it is signed in; else why it has to wait.
  async permitted(owner) {
    const held = async (why) => {
      await store.setMark("held", why);
      return undefined;
    };
    const asked = Date.now();
    try {
      const response = await fetch("/offline/who", { redirect: "manual" });
      if (!response.ok) return held("server");
      const now = await response.json();
      if (!now.owner) return held("sign-in");
      const theirs = await store.belongTo(now.owner, asked);
      return theirs && now.owner === owner ? now.token : held("sign-in");
    } catch {
      return held("signal");
    }
  },

  // Sends one. True if the next may follow; false if all must wait.
  async one(item, token) {
    if (!(await store.change({ ...item, state: "sending" }))) return true;
    const body = new FormData();
    for (const [name, value] of item.form) body.append(name, value);
    const headers = { Accept: "application/json", "X-CSRFToken": token, "X-Owner": item.owner };
    try {
      const response = await fetch(item.path, {
        method: "POST",
        body,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(LONG),
      });
      const answer = await sending.read(response);
      if (answer.held) {
        await store.setMark("held", answer.held);
        await store.change({ ...item, state: "waiting" });
        return false;
      }
      const settled = { ...item, ...answer, settled: Date.now() };
      if (answer.answer.taken) await store.rename(item.command, sending.anew(settled));
      else await store.change(settled);
      if (answer.state === "sent") await sending.follow(item, answer.answer.seq);
      return true;
    } catch {
      await store.setMark("held", "signal");
      await store.change({ ...item, state: "waiting" });
      return false;
    }
  },

  // What was written stays; sent once more it is a command of its own.
  anew(item) {
    const command = fresh();
    return { ...item, command, form: item.form.map(([name, v]) => [name, name === "command" ? command : v]) };
  },

  async read(response) {
    if (response.type === "opaqueredirect" || response.status === 401) return { held: "sign-in" };
    if (response.status >= 500 || response.status === 429) return { held: "server" };
    const answer = await response.json().catch(() => ({ why: "", fields: [], possible: true }));
    const state = { done: "sent", conflict: "conflict" }[answer.state] ?? "refused";
    return { state, answer: { ...answer, status: response.status } };
  },

  // What the same person wrote about the same matter from the same page: their own act is no news to them.
  async follow(sent, seq) {
    const matter = /^\/matters\/\d+\//.exec(sent.path)?.[0];
    const seen = sent.form.find(([name]) => name === "seq")?.[1];
    if (!matter || !seen || !seq) return;
    for (const item of await store.items()) {
      const own = item.form?.find(([name]) => name === "seq");
      if (item.state === "waiting" && item.path.startsWith(matter) && own?.[1] === seen) {
        await store.change({ ...item, form: item.form.map(([name, v]) => [name, name === "seq" ? String(seq) : v]) });
      }
    }
  },

  // It was sent from a page after all.
  async landed(command) {
    const item = command && (await store.item(command));
    if (item) await store.change({ ...item, state: "sent", settled: Date.now(), answer: {} });
  },

  async tidy() {
    for (const item of await store.items()) {
      if (KEEP[item.state] && Date.now() - item.settled > KEEP[item.state]) await store.drop(item.command);
    }
  },
};
