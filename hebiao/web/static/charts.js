// Draws every [data-chart] with the page's colours. A click opens the point's address, as a link would.
(() => {
  "use strict";

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const shared = () => ({
    animation: false,
    textStyle: { color: colour("soft"), fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: {
      renderMode: "richText", // the other mode writes style attributes, which the page's policy forbids
      confine: true,
      backgroundColor: colour("card"),
      borderColor: colour("line-strong"),
      textStyle: { color: colour("ink"), fontSize: 12 },
      formatter: (at) => `${at.data.point.name}\n${at.data.point.tooltip}`,
    },
  });

  const value = () => ({
    type: "value",
    scale: true,
    splitNumber: 4,
    axisLabel: { color: colour("soft") },
    splitLine: { lineStyle: { color: colour("line") } },
  });

  // Values that hardly differ would stand in the middle of an axis from half to twice of them.
  const heights = () => ({
    ...value(),
    min: ({ min, max }) => (max - min < 1 ? Math.floor(min) - 1 : null),
    max: ({ min, max }) => (max - min < 1 ? Math.ceil(max) + 1 : null),
  });

  const names = (points, wide) => ({
    type: "category",
    data: points.map((point) => point.name),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour("line-strong") } },
    axisLabel: { color: colour("soft"), ...(wide ? { width: wide, overflow: "truncate", interval: 0, fontSize: 11 } : {}) },
  });

  const mark = (point, any) => ({
    value: point.value,
    point,
    itemStyle: { color: colour("accent"), opacity: any && !point.chosen ? 0.35 : 1 },
  });

  const range = (points, end) => ({
    type: "line",
    data: points.map((point) => ({ value: point[end], point })),
    symbol: "none",
    lineStyle: { color: colour("line-strong"), type: "dashed", width: 1 },
    silent: true,
  });

  const kinds = {
    years(points, any) {
      return {
        ...shared(),
        grid: { left: 40, right: 16, top: 16, bottom: 24 },
        xAxis: { ...names(points), boundaryGap: true },
        yAxis: heights(),
        series: [
          range(points, "high"),
          range(points, "low"),
          {
            type: "line",
            data: points.map((point) => mark(point, any)),
            symbol: "circle",
            symbolSize: 9,
            lineStyle: { color: colour("accent"), width: 2 },
            label: { show: points.length < 12, color: colour("ink"), position: "top" },
          },
        ],
      };
    },
    bars(points, any, box) {
      const wide = Math.min(190, box.clientWidth * 0.42);
      return {
        ...shared(),
        grid: { left: wide + 12, right: 46, top: 4, bottom: 20 },
        xAxis: { ...value(), minInterval: 5, min: (of) => Math.max(0, Math.floor(of.min / 10) * 10 - 10) },
        yAxis: { ...names(points, wide), inverse: true },
        series: [
          {
            type: "bar",
            data: points.map((point) => mark(point, any)),
            barMaxWidth: 12,
            barMinHeight: 2,
            label: { show: true, position: "right", color: colour("soft"), fontSize: 11 },
          },
        ],
      };
    },
  };

  function draw(box) {
    const { kind, points } = JSON.parse(box.dataset.chart);
    const old = box.firstElementChild && echarts.getInstanceByDom(box.firstElementChild);
    if (old) old.dispose();
    if (!points.length) return;
    const inside = document.createElement("div"); // a box with an id must have no style: htmx would copy it, which the policy forbids
    box.replaceChildren(inside);
    const chart = echarts.init(inside);
    chart.setOption(kinds[kind](points, points.some((point) => point.chosen), box));
    chart.on("click", ({ data }) => data.point.href && follow(box, data.point.href));
  }

  function follow(box, href) {
    const link = document.createElement("a");
    link.href = href;
    link.hidden = true;
    box.after(link);
    htmx.process(link);
    link.click();
  }

  window.charts = { kinds, draw, shared, value, heights, names, mark, colour }; // plots.js adds kinds

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);

  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 150);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:after:swap", drawAll);
})();
