"use strict";
// The page of the queue: each item with its state; where others acted meanwhile, both sides, and the person decides.

document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-queue-page]");
  if (!page || typeof store === "undefined") return;
  const pattern = document.querySelector("[data-item]").content;
  const words = document.querySelector("[data-words]").content;
  const word = (name) => words.querySelector(`[data-word=${name}]`).textContent;
  const list = page.querySelector("[data-items]");
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  const ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  const send = () => navigator.serviceWorker.ready.then((worker) => worker.active?.postMessage("send"));
  let pictures = [];

  const facts = (into, said) => {
    for (const [label, text] of said) {
      const row = document.createElement("div");
      row.append(Object.assign(document.createElement("dt"), { textContent: label }));
      row.append(Object.assign(document.createElement("dd"), { textContent: text }));
      into.append(row);
    }
  };
  const photos = (into, form) => {
    for (const [, value] of form) {
      if (!(value instanceof Blob) || !value.type.startsWith("image/") || !value.size) continue;
      const picture = new Image();
      picture.alt = value.name ?? "";
      picture.src = URL.createObjectURL(value);
      pictures.push(picture.src);
      into.append(picture);
    }
  };

  const draw = (item) => {
    const card = pattern.cloneNode(true).firstElementChild;
    const find = (name) => card.querySelector(name);
    const show = (name) => (find(name).hidden = false) || find(name);
    const { state, answer = {} } = item;
    const said = words.querySelector(`[data-state=${state}]`);
    card.dataset.command = item.command;
    card.dataset.state = state;
    find("h2").textContent = item.about;
    find(".tag").textContent = said.textContent;
    if (said.dataset.tone) find(".tag").classList.add(said.dataset.tone);
    find("[data-when]").textContent = when.format(item.at);
    facts(find("[data-mine] dl"), item.said);
    photos(find("[data-photos]"), item.form);

    const matter = answer.number ? `/matters/${answer.number}` : /^\/matters\/\d+/.exec(item.path)?.[0];
    if (matter) show("[data-do=see]").href = matter;
    if (state === "conflict") {
      show("[data-why]").textContent = word("moved");
      show("[data-news]").querySelector("div").innerHTML = answer.news; // written by our own server, escaped there
      card.classList.add("two-sided");
      if (answer.possible) show("[data-do=again]");
    }
    if (state === "refused" || (state === "conflict" && !answer.possible)) {
      show("[data-why]").textContent = answer.why || (answer.fields?.length ? "" : word("lost"));
      for (const [label, why] of answer.fields ?? []) {
        show("[data-fields]").append(Object.assign(document.createElement("li"), { textContent: `${label}：${why}` }));
      }
    }
    if (state === "refused") show("[data-do=retry]");
    if (state === "sent") find(".sides").hidden = true;
    if (["waiting", "conflict", "refused"].includes(state)) {
      show("[data-do=change]").href = `${item.path}?mine=${item.command}`;
      show("[data-do=drop]");
    }
    if (state === "dropped") show("[data-do=undrop]");
    return card;
  };

  const kit = async () => {
    const frame = await store.mark("frame");
    const place = page.querySelector("[data-kit]");
    place.hidden = !frame;
    if (!frame) return;
    const minutes = Math.floor((Date.now() - frame.at) / 60_000);
    place.textContent = place.dataset.kit
      .replace("{n}", frame.matters)
      .replace("{size}", Math.ceil(frame.size / 1024))
      .replace("{ago}", ago.format(-minutes, "minute"));
  };

  const render = async () => {
    const items = await store.items();
    const order = ["conflict", "refused", "sending", "waiting", "dropped", "sent"];
    items.sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state) || one.at - other.at);
    for (const address of pictures) URL.revokeObjectURL(address);
    pictures = [];
    list.replaceChildren(...items.map(draw));
    const waits = items.some((item) => item.state === "waiting");
    const held = waits ? await store.mark("held") : "";
    for (const told of page.querySelectorAll("[data-held]")) told.hidden = told.dataset.held !== held;
    page.querySelector("[data-send]").hidden = !waits;
    page.querySelector("[data-empty]").hidden = items.length > 0;
    await kit();
  };

  const decide = {
    again: (item) => ({
      ...item,
      state: "waiting",
      form: item.form.map(([name, value]) => [name, name === "seq" ? String(item.answer.seq) : value]),
    }),
    retry: (item) => ({ ...item, state: "waiting" }),
    drop: (item) => ({ ...item, state: "dropped", settled: Date.now() }),
    undrop: (item) => ({ ...item, state: "waiting" }),
  };
  page.addEventListener("click", async (event) => {
    if (event.target.closest("[data-send]")) return send();
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    const item = await store.item(button.closest("[data-command]").dataset.command);
    if (!item || item.state === "sending") return;
    const decided = decide[button.dataset.do](item);
    await store.change(decided);
    if (decided.state === "waiting") send();
    await render();
  });

  store.onChange(render);
  render();
});
