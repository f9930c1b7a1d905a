"use strict";
// The worker's pages: those taken along while there was a signal, and when they are shown.

const FRESH = 60_000; // milliseconds after which a visit fetches the pocket again
const PATIENCE = 4_000; // how long a page we have may take to come from the server
const DOWN = [502, 503, 504]; // what a proxy says for a server that is not there

// A request that is given up if no answer begins in time; once it has begun it may take as long as it needs.
async function patient(request, milliseconds) {
  const giveUp = new AbortController();
  const clock = setTimeout(() => giveUp.abort(), milliseconds);
  try {
    return await fetch(request, { signal: giveUp.signal });
  } finally {
    clearTimeout(clock);
  }
}

const pages = {
  // A page as it was when there was a signal; nothing if we have none, or if it has become too old to show.
  async kept(path) {
    const frame = await store.mark("frame");
    if (await store.mark("doubt")) return undefined; // perhaps another's
    if (!frame || Date.now() - frame.at > frame.hours * 3_600_000) return undefined;
    const found = (await store.page(path)) ?? (path === "/" ? await store.page("/inbox") : undefined);
    if (!found) return undefined;
    const fill = { "<!--title-->": found.title, "<!--head-->": found.head, "<!--main-->": found.main };
    const text = frame.text
      .replace(/<!--(?:title|head|main)-->/g, (place) => fill[place])
      .replace("<html ", `<html data-pocket="${frame.at}" `);
    return new Response(text, {
      headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": frame.policy },
    });
  },

  async show(event, path) {
    const asked = Date.now();
    const kept = await pages.kept(path);
    try {
      if (!navigator.onLine) throw new Error("no signal");
      // After going back the browser asks its own cache alone, and would find nothing there.
      const cached = event.request.cache === "only-if-cached";
      const request = cached ? new Request(event.request.url, { redirect: "manual" }) : event.request;
      const response = await (kept ? patient(request, PATIENCE) : fetch(request));
      if (DOWN.includes(response.status) && kept) return kept;
      event.waitUntil(pages.noticed(response, asked));
      return response;
    } catch {
      return kept ?? away(path);
    }
  },

  // The server answered: for whom, and is there anything to fetch or to send now?
  async noticed(response, asked) {
    const owner = response.headers.get("X-Owner");
    if (!owner || !response.ok || !(await store.belongTo(owner, asked))) return;
    await pages.fetch();
    await sending.all();
  },

  // Fetches what changed of the inbox, its matters and forms, part by part; broken off, it goes on with the next visit.
  // `now`: although it was fetched just before. One at a time for each person, whoever asks.
  async fetch(now = false) {
    const whose = await store.mark("owner");
    await navigator.locks.request(`shanzhi-pocket-${whose}`, { ifAvailable: !now }, async (lock) => {
      const frame = lock && (await store.mark("frame"));
      if (!lock || (frame && !frame.more && !now && Date.now() - frame.at < FRESH)) return;
      while (await pages.fetchPart());
    });
  },

  // One part. Whether there is more to ask for.
  async fetchPart() {
    const have = new Set((await store.pages()).map((page) => page.key).filter(Boolean));
    const asked = Date.now();
    const response = await fetch(`/offline/pocket?have=${[...have].join(",")}`, { redirect: "manual", cache: "no-store" });
    if (response.status !== 200) return false;
    const pocket = await response.json();
    if (!(await store.belongTo(pocket.owner, asked))) return false;
    const kept = (await store.pages()).filter((page) => pocket.kept.includes(page.key));
    await pages.bring([pocket.frame, ...[...kept, ...pocket.pages].map((page) => page.head)]);
    await store.takeAlong(pocket);
    return pocket.more && pocket.pages.some((page) => page.key && !have.has(page.key));
  },

  // The styles, scripts and pictures that pages name, so that they are there when the pages are shown.
  async bring(texts) {
    const named = texts.flatMap((text) => [...text.matchAll(/"(\/static\/[^"#]+)/g)].map((found) => found[1]));
    const cache = await caches.open(KIT.version);
    const missing = [];
    for (const file of new Set(named)) if (!(await cache.match(file))) missing.push(cache.add(file));
    await Promise.allSettled(missing);
  },

  // Styles, scripts, pictures of ours: from the server, and as they were last if it does not answer.
  async part(request) {
    const cache = await caches.open(KIT.version);
    const had = await cache.match(request, { ignoreSearch: true });
    if (had && !navigator.onLine) return had;
    try {
      const response = await (had ? patient(request, PATIENCE) : fetch(request));
      if (response.ok) await cache.put(request, response.clone());
      return response.ok || !had ? response : had;
    } catch {
      return had ?? Response.error();
    }
  },
};
