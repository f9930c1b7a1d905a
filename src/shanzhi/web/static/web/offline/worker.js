"use strict";
// The service worker. Pages come from the server whenever it answers; only without it from what was taken along.
// A form that cannot be sent goes into the queue, and its sender is shown that it waits there.

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(KIT.version);
    // As seen by nobody in particular: no cookie goes with it, so nobody's name comes back.
    for (const page of [KIT.away, KIT.waits]) {
      const response = await fetch(page, { credentials: "omit" });
      const text = await response.clone().text();
      await cache.put(page, response);
      await pages.bring([text]);
    }
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== KIT.version) await caches.delete(name);
    await self.clients.claim();
    if (await store.mark("frame")) await pages.fetch(true).catch(() => {});
    await sending.all().catch(() => {});
  };
  event.waitUntil(tidy());
});

self.addEventListener("sync", (event) => {
  const send = async () => {
    await sending.all();
    if ((await store.mark("held")) === "signal") throw new Error("still no signal: try again later");
  };
  if (event.tag === "queue") event.waitUntil(send());
});

self.addEventListener("message", (event) => {
  if (event.data === "send") event.waitUntil(sending.all().catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    if (request.method === "GET") event.respondWith(pages.part(request));
  } else if (request.mode !== "navigate") {
    // What a form asks while it is filled in (a search, a line more): without a signal it stays as it is.
    if (request.headers.has("HX-Request")) {
      event.respondWith(fetch(request).catch(() => new Response(null, { status: 204 })));
    }
  } else if (!request.isHistoryNavigation && /^\/(sign-in|demo)(\/|$)/.test(url.pathname)) {
    event.respondWith(signIn(request));
  } else if (request.method === "GET") {
    event.respondWith(pages.show(event, url.pathname));
  } else if (request.isHistoryNavigation) {
    // Going back to a form that had come back with a remark: the form anew, not what was sent once more.
    event.respondWith(Response.redirect(url.href, 303));
  } else if (/^\/(matters\/\d+\/acts|open)\//.test(url.pathname)) {
    event.respondWith(handOver(event, url));
  } else if (url.pathname === "/sign-out") {
    event.respondWith(signOut(request));
  } else {
    event.respondWith(fetch(request).catch(() => away()));
  }
});

// What stands in for a page that was not taken along; what waits on this phone is always there to be seen.
const away = async (path = "") =>
  (await caches.match(path === KIT.queue ? KIT.waits : KIT.away)) ?? Response.error();

async function handOver(event, url) {
  const copy = event.request.clone();
  const mine = url.searchParams.get("mine");
  const from = url.searchParams.has("pocket");
  if (!from && navigator.onLine) {
    try {
      const response = await fetch(event.request, { signal: AbortSignal.timeout(LONG) });
      if (!DOWN.includes(response.status)) {
        if (response.type === "opaqueredirect") event.waitUntil(after(mine));
        return response;
      }
    } catch {
      // It may have arrived all the same: sent again under the id of its command, it happens once.
    }
  }
  const form = await copy.formData();
  if (form.get("step")) return new Response(null, { status: 204 });
  await sending.keep(form, url.pathname, mine);
  event.waitUntil(sending.all().catch(() => {}));
  return Response.redirect(KIT.queue, 303);
}

// Something was done from a page: what was taken along is out of date.
async function after(mine) {
  await sending.landed(mine);
  await pages.fetch(true).catch(() => {});
}

// Whoever comes in may be another than the one whose pages are kept here.
async function signIn(request) {
  try {
    const response = await fetch(request);
    if (response.type === "opaqueredirect") await store.doubt();
    return response;
  } catch {
    return away();
  }
}

async function signOut(request) {
  try {
    const response = await fetch(request);
    if (response.type === "opaqueredirect" || response.ok) await store.clear();
    return response;
  } catch {
    await store.clear();
    return away();
  }
}
