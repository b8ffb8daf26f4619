// Line charts, each drawn from the table below it: what is drawn is what the table says. A point
// opens the list behind its number.
const { echarts } = globalThis;
const SHAPES = ["circle", "triangle", "rect", "diamond"];
const LINES = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
const COLOURS = ["--vw-accent", "--vw-green", "--vw-red", "--vw-yellow"];
const drawn = new Map();

const words = (cell) => cell.textContent.trim();
const number = (cell) => (words(cell) === "–" ? null : Number(words(cell)));

function read(table) {
  const rows = [...table.tBodies[0].rows];
  const names = [...table.tHead.rows[table.tHead.rows.length - 1].cells].slice(1).map(words);
  return {
    days: rows.map((row) => row.querySelector("time").dateTime.slice(5)),
    series: names.map((name, place) => ({ name, cells: rows.map((row) => row.cells[place + 1]) })),
  };
}

function option(box, { days, series }) {
  const style = getComputedStyle(box);
  const colour = (name) => style.getPropertyValue(name).trim();
  const text = { color: style.color, fontSize: parseFloat(style.fontSize), fontFamily: style.fontFamily };
  const size = text.fontSize;
  return {
    animation: false,
    textStyle: text,
    color: COLOURS.map(colour),
    grid: { left: 8, right: size * 2, top: size * 3, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: size * 2.5, itemGap: size, textStyle: text },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, textStyle: text,
      backgroundColor: colour("--vw-paper"), borderColor: colour("--vw-line"),
    },
    xAxis: { type: "category", data: days, boundaryGap: false, axisLabel: text, axisLine: { lineStyle: { color: colour("--vw-line") } } },
    yAxis: { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: colour("--vw-line") } } },
    series: series.map(({ name, cells }, place) => ({
      type: "line", name, data: cells.map(number), symbol: SHAPES[place], showAllSymbol: true, symbolSize: size / 2,
      lineStyle: { type: LINES[place], width: size / 6 },
    })),
  };
}

function draw(box) {
  drawn.get(box)?.dispose();
  const table = read(box.parentElement.querySelector("table"));
  const chart = echarts.init(box);
  chart.setOption(option(box, table));
  chart.on("click", ({ seriesIndex, dataIndex }) => table.series[seriesIndex].cells[dataIndex].querySelector("a")?.click());
  drawn.set(box, chart);
  box.dataset.drawn = "yes";
}

// After the page was made anew: new boxes are drawn, those that left are let go.
function drawAll() {
  for (const [box, chart] of drawn) {
    if (box.isConnected) continue;
    chart.dispose();
    drawn.delete(box);
  }
  for (const box of document.querySelectorAll("[data-chart]")) if (!drawn.has(box)) draw(box);
}

const again = () => [...drawn.keys()].forEach(draw);
drawAll();
document.addEventListener("vw:fresh", drawAll);
addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
