// The keyboard: an element with data-key is clicked by its key, j and k walk over [data-row], ? tells all keys.
(() => {
  "use strict";

  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const shown = (element) => element.offsetParent !== null;
  const rows = () => [...document.querySelectorAll("[data-row]")].filter(shown);

  function walk(step) {
    const all = rows();
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    const found = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && shown(element));
    if (!found) return false;
    if (found.matches("input, select, textarea")) {
      found.focus();
      if (found.select) found.select();
    } else found.click();
    return true;
  }

  function tell() {
    const dialog = document.getElementById("keys");
    const list = dialog.querySelector("dl");
    const pairs = [["j", dialog.dataset.down], ["k", dialog.dataset.up], ["Enter", dialog.dataset.open]];
    for (const element of document.querySelectorAll("[data-key]")) {
      if (shown(element)) pairs.push([element.dataset.key, element.title || element.placeholder || element.textContent.trim()]);
    }
    list.replaceChildren();
    for (const [key, does] of pairs) {
      const name = document.createElement("dt");
      name.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      list.append(name, Object.assign(document.createElement("dd"), { textContent: does }));
    }
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && event.target !== document.body) return; // what has the focus takes it
    const done = event.key === "j" ? walk(1) : event.key === "k" ? walk(-1) : event.key === "?" ? tell() : press(event.key);
    if (done !== false) event.preventDefault();
  });

  // A narrow bar shows the page that one is on.
  function showPage() {
    const here = document.querySelector("header nav [aria-current]");
    if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 40;
  }
  document.addEventListener("DOMContentLoaded", showPage);
  document.addEventListener("htmx:after:swap", showPage);

  // An address says only what was chosen.
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const { method, body } = ctx.request;
    if (method !== "GET" || !(body instanceof FormData)) return;
    for (const [name, value] of [...body]) if (value === "") body.delete(name);
    const columns = document.querySelector("[data-at-first]");
    if (columns && body.getAll("col").join(" ") === columns.dataset.atFirst) body.delete("col");
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens=keys]")) tell();
  });
})();
