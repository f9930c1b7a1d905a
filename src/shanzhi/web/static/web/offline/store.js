"use strict";
// What this phone keeps for work without a signal, in the browser's own database; read by pages and worker alike.
//
// `marks` holds single values by name: whose it is and since when, the frame of the pages, when they were fetched,
// what holds up the sending. `pages` holds the pages taken along, by address. `queue` holds what is to be sent, by the id of its
// command, and for a while what was sent or dropped.

const store = (() => {
  const TABLES = ["marks", "pages", "queue"];
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

  // Runs `work` on one table, or on several at once, and settles once it is on the disk for good.
  const within = async (names, mode, work) => {
    const transaction = (await open()).transaction(names, mode, { durability: "strict" });
    const written = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => fail(transaction.error);
    });
    work(...[names].flat().map((name) => transaction.objectStore(name)));
    await written;
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
    // Takes a pocket along, if the phone is still theirs for whom it was made: its new pages and its frame go in. Where
    // that is all, pages whose key is not among the kept are forgotten; while there is `more`, what was there stays, and
    // with it the age of the whole.
    async takeAlong({ owner, pages, kept, frame: text, policy, hours, matters, more }) {
      await within(["marks", "pages"], "readwrite", (marks, table) => {
        const now = marks.get("owner");
        const before = marks.get("frame");
        const had = table.getAll();
        had.onsuccess = () => {
          if (now.result !== owner) return;
          const stay = had.result.filter((page) => more || kept.includes(page.key));
          for (const page of had.result) if (!stay.includes(page)) table.delete(page.url);
          for (const page of pages) table.put(page);
          const all = new Map([...stay, ...pages].map((page) => [page.url, page]));
          const size = [...all.values()].reduce((sum, page) => sum + page.main.length, text.length);
          const at = (more && before.result?.at) || Date.now();
          marks.put({ text, policy, hours, matters, size, at, more }, "frame");
        };
      });
      tell();
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
    // Puts an item back changed, if it is still there: it may have gone with the one who wrote it. Returns whether.
    async change(item) {
      let there = false;
      await within("queue", "readwrite", (table) => {
        const found = table.get(item.command);
        found.onsuccess = () => {
          there = found.result !== undefined;
          if (there) table.put(item);
        };
      });
      tell();
      return there;
    },
    // Puts an item under another command, if it is still there.
    async rename(command, item) {
      await within("queue", "readwrite", (table) => {
        const found = table.get(command);
        found.onsuccess = () => {
          if (found.result === undefined) return;
          table.delete(command);
          table.put(item);
        };
      });
      tell();
    },
    async drop(command) {
      await within("queue", "readwrite", (table) => void table.delete(command));
      tell();
    },

    // An answer to what was asked at `asked` was made for `owner`: is the phone theirs? If it was another's, what was
    // the other's goes. An answer that comes late, asked for before the phone became whose it is, changes nothing.
    async belongTo(owner, asked) {
      let theirs = false;
      await within(TABLES, "readwrite", (marks, ...rest) => {
        const before = marks.get("owner");
        const since = marks.get("since");
        since.onsuccess = () => {
          const late = asked < since.result && since.result <= Date.now(); // else the clock was put back
          theirs = before.result === owner || !late;
          if (!theirs) return;
          const doubt = marks.get("doubt");
          doubt.onsuccess = () => {
            if (doubt.result <= asked) marks.delete("doubt");
          };
          if (before.result === owner) return;
          if (before.result) for (const table of [marks, ...rest]) table.clear();
          marks.put(owner, "owner");
          marks.put(asked, "since");
        };
      });
      tell();
      return theirs;
    },
    // Somebody has just signed in: until the server has said who, nothing that was kept is shown.
    async doubt() {
      await within("marks", "readwrite", (table) => void table.put(Date.now(), "doubt"));
      tell();
    },
    // Nobody from now on: nothing of the former one stays, and nothing of theirs that comes late goes in.
    async clear() {
      await within(TABLES, "readwrite", (marks, ...rest) => {
        for (const table of [marks, ...rest]) table.clear();
        marks.put(Date.now(), "since");
      });
      tell();
    },
    onChange: (listener) => (new BroadcastChannel("shanzhi").onmessage = listener),
  };
})();

const OPEN_STATES = ["waiting", "sending", "conflict", "refused"];
