"use strict";
// What this phone keeps for work without a signal, in the browser's own database; read by pages and worker alike.
//
// `marks` holds single values by name: whose it is, the frame of the pages, when they were fetched, what holds up
// the sending. `pages` holds the pages taken along, by address. `queue` holds what is to be sent, by the id of its
// command, and for a while what was sent or dropped.

const store = (() => {
  let opened;

  const wait = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });

  const open = () => {
    opened ??= new Promise((done, fail) => {
      const request = indexedDB.open("shanzhi", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("marks");
        request.result.createObjectStore("pages", { keyPath: "url" });
        request.result.createObjectStore("queue", { keyPath: "command" });
      };
      request.onsuccess = () => {
        request.result.onclose = request.result.onversionchange = () => {
          request.result.close();
          opened = undefined;
        };
        done(request.result);
      };
      request.onerror = () => fail(request.error);
    });
    opened.catch(() => (opened = undefined));
    return opened;
  };

  // Runs `work(table)` and settles once it is on the disk for good.
  const within = async (name, mode, work) => {
    const transaction = (await open()).transaction(name, mode, { durability: "strict" });
    const written = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => fail(transaction.error);
    });
    const result = work(transaction.objectStore(name));
    await written;
    return result;
  };
  const ask = async (name, work) => wait(work((await open()).transaction(name).objectStore(name)));

  const told = new BroadcastChannel("shanzhi");
  const tell = () => told.postMessage("changed");

  return {
    mark: (name) => ask("marks", (table) => table.get(name)),
    async setMark(name, value) {
      await within("marks", "readwrite", (table) => void table.put(value, name));
      tell();
    },

    page: (url) => ask("pages", (table) => table.get(url)),
    pages: () => ask("pages", (table) => table.getAll()),
    // Puts the new pages in, and forgets those whose key is not among `kept`.
    async setPages(pages, kept) {
      const had = await store.pages();
      await within("pages", "readwrite", (table) => {
        for (const page of had) if (!kept.includes(page.key)) table.delete(page.url);
        for (const page of pages) table.put(page);
      });
    },

    item: (command) => ask("queue", (table) => table.get(command)),
    async items() {
      const found = await ask("queue", (table) => table.getAll());
      return found.sort((one, other) => one.at - other.at);
    },
    async put(item) {
      await within("queue", "readwrite", (table) => void table.put(item));
      tell();
    },
    async drop(command) {
      await within("queue", "readwrite", (table) => void table.delete(command));
      tell();
    },

    // Another person, or nobody: nothing of the former one stays.
    async clear() {
      for (const name of ["marks", "pages", "queue"]) {
        await within(name, "readwrite", (table) => void table.clear());
      }
      tell();
    },
    onChange: (listener) => (new BroadcastChannel("shanzhi").onmessage = listener),
  };
})();

const OPEN_STATES = ["waiting", "sending", "conflict", "refused"];
