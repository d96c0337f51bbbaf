// Draws lines by year with bands in two shades, as SVG. It knows no page: colours, words and sizes are given.
import { drawn } from "./made.js";

const TEXT = 13, LABEL_ROOM = 160, LEFT = 58, BOTTOM = 28, TOP = 12;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';
const BOTH = 0.16, CHANCE = 0.32;

// Round steps that divide a span into some four parts.
export function ticks(low, high, parts = 4) {
  const rough = (high - low) / parts, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(one => one * power).find(one => one >= rough * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; at += 1) found.push(at * step);
  return { step, found };
}

// Ends of a scale with some air; a flat line has air too.
export function span(values) {
  const finite = values.filter(Number.isFinite);
  if (!finite.length) return [0, 1];
  const low = Math.min(...finite), high = Math.max(...finite);
  const air = high > low ? 0.06 * (high - low) : Math.abs(high) * 0.05 || 1;
  return [low - air, high + air];
}

const lines = (text, most) => {
  const found = [""];
  for (const word of text.split(" ")) {
    const last = found[found.length - 1];
    if (last && last.length + word.length >= most) found.push(word);
    else found[found.length - 1] = last ? `${last} ${word}` : word;
  }
  return found;
};

// Heights of labels that keep clear of each other, each as near its line as may be.
export function apart(wanted, heights, top, bottom) {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a] - wanted[b]);
  const found = [...wanted];
  let free = top;
  for (const at of order) {
    found[at] = Math.max(wanted[at], free + heights[at] / 2);
    free = found[at] + heights[at] / 2;
  }
  let most = bottom;
  for (const at of [...order].reverse()) {
    found[at] = Math.min(found[at], most - heights[at] / 2);
    most = found[at] - heights[at] / 2;
  }
  return found;
}

// series: { title, colour, median, low, high, chance_low, chance_high }, each by year; ink: colours of the paper.
export function plot({ years, series, label, number, width, height, ink, marks = [] }) {
  const labelled = width >= 560;
  const right = labelled ? LABEL_ROOM : 14;
  const [low, high] = span([
    ...series.flatMap(one => [...one.median, ...one.low, ...one.high]), ...marks.map(one => one.value),
  ]);
  const first = years[0], last = years[years.length - 1];
  const x = year => LEFT + (width - LEFT - right) * (last > first ? (year - first) / (last - first) : 0.5);
  const y = value => TOP + (height - TOP - BOTTOM) * (1 - (value - low) / (high - low));
  const svg = drawn("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT, "font-size": TEXT, role: "img", "aria-label": label,
  });
  const scale = ticks(low, high, height > 260 ? 5 : 4);
  const text = (content, at, more) => drawn("text", { x: at[0], y: at[1], fill: ink.ink, ...more }, content);
  for (const value of scale.found) {
    svg.append(
      drawn("line", { x1: LEFT, x2: width - right, y1: y(value), y2: y(value), stroke: ink.grid }),
      text(number(value, scale.step), [LEFT - 8, y(value) + 4], { "text-anchor": "end", fill: ink.quiet }));
  }
  const every = Math.max(1, Math.ceil(((last - first) * 46) / Math.max(1, width - LEFT - right)));
  const step = [1, 2, 5, 10, 20].find(one => one >= every) ?? 20;
  for (const year of years.filter(one => one % step === 0 || years.length === 1)) {
    svg.append(
      drawn("line", { x1: x(year), x2: x(year), y1: height - BOTTOM, y2: height - BOTTOM + 5, stroke: ink.quiet }),
      text(String(year), [x(year), height - BOTTOM + 19], { "text-anchor": x(year) > width - 20 ? "end" : "middle", fill: ink.quiet }));
  }
  svg.append(drawn("line", {
    x1: LEFT, x2: width - right, y1: height - BOTTOM, y2: height - BOTTOM, stroke: ink.quiet,
  }));
  for (const one of series) svg.append(...bands(one, years, x, y));
  for (const one of series) svg.append(...line(one, years, x, y));
  for (const one of marks) {
    svg.append(drawn("path", {
      d: diamond(x(last), y(one.value)), fill: one.colour, stroke: ink.paper, "stroke-width": 1.5,
    }));
  }
  if (labelled) svg.append(...names(series, y, width - right + 10, height, text));
  return { svg, x, y, years, plotted: { left: LEFT, right: width - right, top: TOP, bottom: height - BOTTOM } };
}

const area = (upper, lower, years, x, y) => {
  const there = years.map((_, at) => at).filter(at => Number.isFinite(upper[at]) && Number.isFinite(lower[at]));
  if (!there.length) return "";
  const along = (values, order) => order.map(at => `${x(years[at]).toFixed(1)},${y(values[at]).toFixed(1)}`).join("L");
  return `M${along(upper, there)}L${along(lower, [...there].reverse())}Z`;
};

const bands = (one, years, x, y) => [
  drawn("path", { d: area(one.high, one.low, years, x, y), fill: one.colour, "fill-opacity": BOTH, class: "both" }),
  drawn("path", {
    d: area(one.chance_high, one.chance_low, years, x, y), fill: one.colour, "fill-opacity": CHANCE, class: "chance",
  }),
];

const line = (one, years, x, y) => {
  const there = years.map((_, at) => at).filter(at => Number.isFinite(one.median[at]));
  const points = there.map(at => `${x(years[at]).toFixed(1)},${y(one.median[at]).toFixed(1)}`);
  const dot = there.length === 1
    ? [drawn("circle", { cx: x(years[there[0]]), cy: y(one.median[there[0]]), r: 4, fill: one.colour })] : [];
  return [drawn("path", {
    d: points.length ? `M${points.join("L")}` : "", fill: "none", stroke: one.colour, "stroke-width": 2.5,
    "stroke-linejoin": "round", "stroke-dasharray": one.dashed ? "6 4" : undefined, class: "median",
  }), ...dot];
};

const diamond = (x, y) => `M${x},${y - 7}L${x + 7},${y}L${x},${y + 7}L${x - 7},${y}Z`;

const names = (series, y, left, height, text) => {
  const told = series.map(one => ({ ...one, lines: lines(one.title, 18).slice(0, 3) }))
    .filter(one => Number.isFinite(one.median[one.median.length - 1]));
  const heights = told.map(one => one.lines.length * (TEXT + 3) + 6);
  const places = apart(told.map(one => y(one.median[one.median.length - 1])), heights, TOP - 4, height - BOTTOM + 12);
  return told.flatMap((one, at) => one.lines.map((part, row) => text(part, [
    left, places[at] - heights[at] / 2 + (row + 1) * (TEXT + 3) - 1,
  ], { fill: one.colour, "font-weight": 600 })));
};
