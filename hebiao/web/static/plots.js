// More kinds of charts: columns, a line, lines of several series.
(() => {
  "use strict";

  const { kinds, shared, value, heights, names, mark, colour } = charts;
  const SERIES = ["accent", "warning", "info", "agrees", "differs", "unchecked", "ink", "soft"];

  const upright = { left: 44, right: 16, top: 20, bottom: 28 };
  const short = (points) => ({ ...names(points), axisLabel: { color: colour("soft"), hideOverlap: true, width: 90, overflow: "truncate" } });

  kinds.columns = (points, any) => ({
    ...shared(),
    grid: upright,
    xAxis: short(points),
    yAxis: { ...value(), scale: false },
    series: [{ type: "bar", data: points.map((point) => mark(point, any)), barMaxWidth: 26, barMinHeight: 1 }],
  });

  kinds.line = (points) => ({
    ...shared(),
    grid: upright,
    xAxis: short(points),
    yAxis: heights(),
    series: [{ type: "line", data: points.map((point) => mark(point, false)), symbolSize: 7, lineStyle: { color: colour("accent"), width: 2 } }],
  });

  kinds.lines = (points) => {
    const series = [...new Set(points.map((point) => point.series))];
    const places = [...new Set(points.map((point) => point.name))].sort();
    const of = (name, at) => points.find((point) => point.series === name && point.name === at);
    const item = (point, tone) => (point ? { value: point.value, point, itemStyle: { color: tone } } : null);
    return {
      ...shared(),
      grid: { ...upright, bottom: 24, top: 40 },
      legend: { top: 0, type: "scroll", textStyle: { color: colour("ink") }, pageTextStyle: { color: colour("soft") } },
      xAxis: names(places.map((name) => ({ name }))),
      yAxis: heights(),
      series: series.map((name, number) => {
        const tone = colour(SERIES[number % SERIES.length]);
        return {
          name,
          type: "line",
          connectNulls: true,
          symbol: "circle",
          symbolSize: 8,
          color: tone,
          lineStyle: { color: tone, width: 2, type: number < SERIES.length ? "solid" : "dashed" },
          data: places.map((at) => item(of(name, at), tone)),
        };
      }),
    };
  };
})();
