"use strict";
// Photos are made smaller on the device, without the place and time in them unless the box is ticked; what this
// browser cannot read goes whole and is turned into a JPEG by the server. Without this file the form works the same.

const LONGEST = 1600;
const QUALITY = 0.82;
const HEAD = 256 * 1024;
const PICTURE = /\.(heic|heif|jpe?g|png|webp)$/i;
const bags = new WeakMap(); // of each question: the files chosen so far, as they were and as they are sent

const bagOf = (box) => bags.get(box) ?? bags.set(box, { files: [], busy: 0 }).get(box);
const wants = (box) => box.querySelector("[data-where]")?.checked ?? false;
const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

// The Exif block of a JPEG, its orientation set to upright: the picture is drawn upright already.
const exifOf = async (file) => {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const view = new DataView(bytes.buffer);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 10 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const end = at + 2 + view.getUint16(at + 2);
    if (bytes[at + 1] === 0xe1 && view.getUint32(at + 4) === 0x45786966 && end <= bytes.length) {
      upright(view, at + 10, end);
      return bytes.slice(at, end);
    }
    at = end;
  }
  return null;
};

const upright = (view, tiff, end) => {
  const little = view.getUint16(tiff) === 0x4949;
  const first = tiff + view.getUint32(tiff + 4, little);
  if (first + 2 > end) return;
  for (let n = 0; n < view.getUint16(first, little); n += 1) {
    const tag = first + 2 + 12 * n;
    if (tag + 12 > end) return;
    if (view.getUint16(tag, little) === 0x0112) view.setUint16(tag + 8, 1, little);
  }
};

const smaller = async (file, where) => {
  if (file.type === "image/gif" || !(file.type.startsWith("image/") || PICTURE.test(file.name))) return file;
  const exif = where ? await exifOf(file) : null;
  if (where && !exif && !/jpe?g$/i.test(file.type)) return file; // the server reads the place out of it
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) return file;
  const parts = exif ? [blob.slice(0, 2), exif, blob.slice(2)] : [blob];
  return new File(parts, `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
};

const put = (box) => {
  const bag = bagOf(box);
  const transfer = new DataTransfer();
  for (const one of bag.files) transfer.items.add(one.sent);
  box.querySelector("[data-files]").files = transfer.files;
  box.querySelector("[data-chosen]").replaceChildren(...bag.files.map((one) => shown(box, one)));
};

const shown = (box, one) => {
  const item = document.createElement("li");
  if (one.sent.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.alt = one.sent.name;
    picture.src = one.url ??= URL.createObjectURL(one.sent);
    item.append(picture);
  } else {
    item.append(one.sent.name);
  }
  const note = document.createElement("span");
  note.textContent = size(one.sent.size);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "link";
  drop.textContent = box.dataset.drop;
  drop.setAttribute("aria-label", `${box.dataset.drop} ${one.sent.name}`);
  drop.addEventListener("click", () => {
    bagOf(box).files = bagOf(box).files.filter((other) => other !== one);
    if (one.url) URL.revokeObjectURL(one.url);
    tell(box, "");
    put(box);
  });
  item.append(note, drop);
  return item;
};

const tell = (box, text, wrong = false) => {
  const told = box.querySelector("[data-told]");
  told.textContent = text;
  told.classList.toggle("wrong", wrong);
};

const take = async (box, chosen) => {
  const bag = bagOf(box);
  const most = Number(box.dataset.most) || Infinity;
  const room = most - box.querySelectorAll(".kept :checked").length - bag.files.length;
  tell(box, box.dataset.working);
  bag.busy += 1;
  for (const whole of chosen.slice(0, Math.max(room, 0))) {
    const where = wants(box);
    bag.files.push({ whole, where, sent: await smaller(whole, where) });
  }
  bag.busy -= 1;
  const heavy = bag.files.filter((one) => one.sent.size > Number(box.dataset.largest));
  bag.files = bag.files.filter((one) => !heavy.includes(one));
  put(box);
  if (heavy.length) tell(box, `${heavy[0].sent.name}：${box.dataset.heavy}`, true);
  else tell(box, chosen.length > room ? box.dataset.many : "", chosen.length > room);
};

document.addEventListener("change", async (event) => {
  const box = event.target.closest("[data-photos]");
  if (!box) return;
  if (event.target.matches("[data-where]")) {
    const bag = bagOf(box);
    bag.busy += 1;
    for (const one of bag.files) {
      if (one.where === wants(box)) continue;
      one.where = wants(box);
      one.sent = await smaller(one.whole, one.where);
    }
    bag.busy -= 1;
    put(box);
  } else if (event.target.type === "file") {
    const chosen = [...event.target.files];
    event.target.value = "";
    await take(box, chosen);
  }
});

// Sent while a photo is still being made smaller: wait for it, then send.
document.addEventListener(
  "submit",
  (event) => {
    const busy = () => [...event.target.querySelectorAll("[data-photos]")].some((box) => bagOf(box).busy);
    if (!busy()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const again = () => (busy() ? window.setTimeout(again, 100) : event.target.requestSubmit(event.submitter));
    again();
  },
  true,
);
