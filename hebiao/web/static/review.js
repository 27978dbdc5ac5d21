// The review: the item's place lights up and is cut out, a candidate or a place on the page fills the correction.
(() => {
  "use strict";

  const one = (selector) => document.querySelector(selector);

  let shown = null;

  // A new item takes the focus from the last one's field, and form.js lights what the focused row holds.
  function begin() {
    const item = one("#item");
    if (item === shown) return;
    shown = item;
    if (!item) return;
    const wrong = item.querySelector(".wrong");
    if (wrong) one("#after").select();
    (wrong ? one("#after") : item).focus({ preventScroll: true });
  }

  // The value's place as its page shows it, beside what was read of it.
  function cutOut() {
    const cutout = one("#cutout");
    if (!cutout) return;
    const key = one("#reads").dataset.at;
    const place = [...document.querySelectorAll("#pages rect[data-of]")].find((box) => box.dataset.of.split(" ").includes(key));
    cutout.hidden = !place;
    if (!place) return;
    const sheet = place.closest(".sheet");
    const page = sheet.querySelector("img");
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(place.getAttribute(name)));
    const around = 6; // points
    const [drawn, image, box] = ["svg", "image", "rect"].map((name) => cutout.querySelector(name));
    const size = [width + 2 * around, height + 2 * around];
    drawn.setAttribute("viewBox", [x - around, y - around, ...size].join(" "));
    drawn.style.aspectRatio = size.join(" / ");
    drawn.style.width = `${size[0] * 2}px`;
    for (const [name, value] of [["href", page.getAttribute("src")], ["width", page.getAttribute("width")], ["height", page.getAttribute("height")]]) image.setAttribute(name, value);
    for (const [name, value] of [["x", x], ["y", y], ["width", width], ["height", height]]) box.setAttribute(name, value);
  }

  function choose(option) {
    const reads = one("#reads");
    option.selected = true;
    reads.dataset.at = option.value;
    reads.textContent = option.dataset.text || "—";
    one("#after").value = option.dataset.text;
    cutOut();
    option.closest("[data-row]").dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  }

  function fill(text) {
    const after = one("#after");
    after.value = text;
    after.focus();
  }

  function turn(step) {
    const texts = [...document.querySelectorAll("[data-fill]")].map((button) => button.dataset.fill);
    if (!texts.length) return;
    const here = texts.indexOf(one("#after").value);
    fill(texts[(here + step + texts.length) % texts.length]);
    one("#after").select();
  }

  document.addEventListener("change", ({ target }) => {
    if (target.id === "place") choose(target.selectedOptions[0]);
  });

  document.addEventListener("click", ({ target }) => {
    const candidate = target.closest("[data-fill]");
    if (candidate) fill(candidate.dataset.fill);
    const box = one("#place") && target.closest("#pages [data-of]");
    if (!box) return;
    const keys = box.dataset.of.split(" ");
    const option = [...one("#place").options].find((known) => keys.includes(known.value));
    if (option) choose(option);
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.target.id !== "after" || !step) return;
    event.preventDefault();
    turn(step);
  });

  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:after:swap", () => {
    begin();
    cutOut(); // the pages come after the item
  });
})();
