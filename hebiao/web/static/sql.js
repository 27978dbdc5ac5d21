// The SQL page: Ctrl+Enter runs, a name is inserted where the cursor stands, an answer is drawn.
(() => {
  "use strict";

  const MOST_POINTS = 60;
  const LOW = 160; // pixels
  const BAR = 19;
  const one = (selector) => document.querySelector(selector);

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "sql" || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  document.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-insert]");
    if (!name) return;
    const question = one("#sql");
    const { selectionStart: start, selectionEnd: end, value } = question;
    const apart = start > 0 && /[\w"]$/.test(value.slice(0, start)) ? ", " : "";
    question.setRangeText(apart + name.dataset.insert, start, end, "end");
    question.focus();
  });

  function points(plot) {
    const [x, y] = ["x", "y"].map((axis) => Number(plot.querySelector(`[data-axis=${axis}]`).value));
    const rows = [...document.querySelectorAll(".answer-table tbody tr")].filter(({ cells }) => Number.isFinite(parseFloat(cells[y].textContent)));
    return rows.slice(0, MOST_POINTS).map(({ cells }) => {
      const value = parseFloat(cells[y].textContent);
      return { name: cells[x].textContent, value, tooltip: cells[y].textContent, chosen: false };
    });
  }

  function plot(box) {
    const kind = box.querySelector("[data-axis=kind]").value;
    const chart = box.querySelector(".chart");
    const found = points(box);
    chart.style.height = kind === "bars" ? `${Math.max(LOW, found.length * BAR)}px` : "";
    chart.dataset.chart = JSON.stringify({ kind, points: found });
    charts.draw(chart);
  }

  document.addEventListener("change", ({ target }) => {
    const box = target.closest("[data-plot]");
    if (box) plot(box);
  });

  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches || !target.matches("[data-plot]") || !target.open) return;
      const names = [...target.querySelectorAll("[data-axis=x] option")];
      const numbers = [...target.querySelectorAll("[data-axis=y] option")];
      const across = names.find(({ value }) => !numbers.some((number) => number.value === value)) || names[0];
      across.selected = true;
      (numbers.find(({ value }) => value !== across.value) || numbers[0]).selected = true;
      plot(target);
    },
    true,
  );
})();
