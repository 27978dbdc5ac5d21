// A form beside its pages: a value and its place light each other, and the sums follow the ticks.
(() => {
  "use strict";

  const ZOOMS = 4;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => document.querySelectorAll(selector);
  const quoted = (key) => `"${CSS.escape(key)}"`;

  // ---- light ----

  let last = { keys: [], from: "tree" };

  function light(keys, from) {
    last = { keys, from };
    for (const lit of all(".lit")) lit.classList.remove("lit");
    const found = keys.flatMap((key) => [...all(`[data-at=${quoted(key)}], [data-of~=${quoted(key)}]`)]);
    for (const element of found) element.classList.add("lit");
    const other = found.filter((element) => (from === "tree") === "of" in element.dataset);
    if (other.length && !other.some(isSeen)) bring(other[0]);
  }

  const FOOTER = 60; // the sums cover the lower end of the tree

  function isSeen(element) {
    const box = element.getBoundingClientRect();
    let seen = { top: 0, left: 0, right: window.innerWidth, bottom: window.innerHeight };
    for (const pane of [element.closest("#pages, #tree"), element.closest(".scrolls")]) {
      if (!pane) continue;
      const { top, left, right, bottom } = pane.getBoundingClientRect();
      seen = {
        top: Math.max(seen.top, top),
        left: Math.max(seen.left, left),
        right: Math.min(seen.right, right),
        bottom: Math.min(seen.bottom, bottom - (pane.id === "tree" ? FOOTER : 0)),
      };
    }
    return box.top >= seen.top && box.bottom <= seen.bottom && box.left >= seen.left - 1 && box.right <= seen.right + 1;
  }

  // A page scrolls in its own pane only: the window stays where the eye is.
  function bring(element) {
    const pages = element.closest("#pages");
    if (!pages) {
      element.scrollIntoView({ block: "center", inline: "center" });
      return;
    }
    const box = element.getBoundingClientRect();
    const seen = pages.getBoundingClientRect();
    const top = box.top - seen.top - Math.max(0, seen.height - box.height) / 3;
    const left = box.left - seen.left - (seen.width - box.width) / 2;
    pages.scrollBy({ top, left, behavior: "instant" });
  }

  function keysOf(target) {
    const sum = target.closest("[data-all]");
    if (sum) return counted(sum.dataset.all);
    const place = target.closest("[data-of]");
    if (place) return place.dataset.of.split(" ");
    const finding = target.closest("[data-goes]");
    if (finding) return [finding.dataset.goes];
    const value = target.closest("[data-at]");
    return value ? [value.dataset.at] : [];
  }

  const counted = (name) =>
    [...all("input[data-tick=line]:checked")].flatMap((tick) => {
      const value = tick.closest("tr").querySelector(`[data-at$="-${CSS.escape(name)}"]`);
      return value ? [value.dataset.at] : [];
    });

  const side = (target) => (target.closest("#pages") ? "pages" : "tree");

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch" || !target.closest(".split")) return;
    const keys = keysOf(target);
    if (keys.length) light(keys, side(target));
  });

  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest(".split [data-row]");
    if (!row) return;
    const keys = row.dataset.goes ? [row.dataset.goes] : [...row.querySelectorAll("[data-at]")].map((value) => value.dataset.at);
    light(keys, "tree");
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest("[data-zoom]")) zoom(Number(target.closest("[data-zoom]").dataset.zoom));
    if (!target.closest(".split")) return;
    const finding = target.closest("[data-goes]");
    if (finding) {
      event.preventDefault();
      const value = one(`[data-at=${quoted(finding.dataset.goes)}]`);
      if (value) {
        const folded = value.closest("details");
        if (folded) folded.open = true;
        if (!isSeen(value)) bring(value);
      }
    }
    const keys = keysOf(target);
    if (keys.length) light(keys, side(target));
  });

  document.addEventListener("htmx:after:swap", () => {
    if (one(".sheets") && last.keys.length) light(last.keys, "tree"); // the pages came after the value was pointed at
  });

  function zoom(step) {
    const sheets = one(".sheets");
    const now = Number(sheets.dataset.zoom || 1);
    sheets.dataset.zoom = Math.min(ZOOMS, Math.max(1, now + step));
  }

  // ---- sums: whole numbers of the smallest place that any addend prints, for floats would not add up ----

  const places = (text) => (text.split(".")[1] || "").length;
  const scaled = (text, scale) => BigInt(text.replace(".", "") + "0".repeat(scale - places(text)));

  function written(number, scale) {
    const digits = String(number < 0n ? -number : number).padStart(scale + 1, "0");
    const whole = digits.slice(0, digits.length - scale);
    const rest = digits.slice(digits.length - scale).replace(/0+$/, "");
    return (number < 0n ? "-" : "") + whole + (rest ? "." + rest : "");
  }

  function addUp(name, addends, unit) {
    const output = one(`[data-sum="${name}"]`);
    if (!output) return;
    const difference = one(`[data-difference="${name}"]`);
    const stated = difference ? difference.dataset.stated : "0";
    const scale = Math.max(0, ...[...addends, stated].map(places));
    const sum = addends.reduce((all, addend) => all + scaled(addend, scale), 0n);
    const shown = scale + String(unit).length - 1; // a unit is a power of ten
    output.textContent = written(sum, shown);
    if (!difference) return;
    const off = scaled(stated, scale) - sum;
    difference.textContent = written(off, shown);
    difference.className = off === 0n ? "even" : "off";
  }

  function addAgain(kind) {
    const adds = [...all(`input[data-tick=${kind}]:checked`)].map((tick) => JSON.parse(tick.dataset.adds));
    const names = kind === "line" ? ["weight", "score"] : [...all("[data-table=fund] [data-sum]")].map((o) => o.dataset.sum);
    const unit = kind === "line" ? 1 : one("[data-table=fund]").dataset.unit;
    for (const name of names) addUp(name, adds.flatMap((add) => (name in add ? [add[name]] : [])), unit);
  }

  document.addEventListener("change", ({ target }) => {
    if (target.dataset.tick) addAgain(target.dataset.tick);
  });
})();
