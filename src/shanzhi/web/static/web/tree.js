"use strict";
// A search over choices that lie below one another: what does not fit is out of sight, what fits is unfolded.
// Without this file one opens the folds by hand.

{
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  const sift = (tree) => {
    const wanted = plain(tree.querySelector("[data-tree-search] input").value);
    let found = 0;
    const keep = (label, path) => {
      const fits = wanted === "" || plain(path).includes(wanted) || label.querySelector("input").checked;
      label.hidden = !fits;
      if (fits && wanted !== "") found += 1;
      return fits;
    };
    for (const choice of tree.querySelectorAll(":scope > .choices > .choice")) keep(choice, choice.textContent);
    for (const fold of tree.querySelectorAll("details")) {
      const top = fold.querySelector("summary").textContent;
      const kept = [...fold.querySelectorAll(".choice")].filter((one) => keep(one, top + one.textContent));
      fold.hidden = kept.length === 0;
      fold.open = wanted !== "" && kept.length > 0;
    }
    const told = tree.querySelector("[data-tree-search] [role=status]");
    const checked = tree.querySelectorAll("input:checked").length;
    told.textContent = wanted !== "" && found <= checked ? told.dataset.none : "";
  };

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-tree-search]");
    if (box) sift(box.closest("[data-tree]"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest("[data-tree-search]")) event.preventDefault(); // it would send the form
  });

  const begin = (root) => {
    for (const box of root.querySelectorAll("[data-tree-search]")) box.hidden = false;
  };
  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target));
}
