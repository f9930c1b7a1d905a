"use strict";
// Work without a signal was switched off here: nothing of it stays on the phone.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const leave = async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    indexedDB.deleteDatabase("shanzhi");
    await self.registration.unregister();
  };
  event.waitUntil(leave());
});
