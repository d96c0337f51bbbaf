// Draws lines by year with bands in two shades, as SVG. It knows no page: colours, words and sizes are given.
import { drawn } from "./made.js";

const TEXT = 13, LABEL_ROOM = 160, LEFT = 58, BOTTOM = 28, TOP = 12;
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';
const BOTH = 0.16, CHANCE = 0.32;

// Round steps that divide a span into some four parts.
function ticks(low, high, parts) {
  const rough = (high - low) / parts, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(one => one * power).find(one => one >= rough * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; at += 1) found.push(at * step);
  return { step, found };
}

// Ends of a scale with some air; a flat line has air too.
function span(values) {
  const finite = values.filter(Number.isFinite);
  if (!finite.length) return [0, 1];
  const low = Math.min(...finite), high = Math.max(...finite);
  const air = high > low ? 0.06 * (high - low) : Math.abs(high) * 0.05 || 1;
  return [low - air, high + air];
}

// A text in lines of at most so many signs, broken between words.
export const lines = (text, most) => {
  const found = [""];
  for (const word of text.split(" ")) {
    const last = found[found.length - 1];
    if (last && last.length + word.length >= most) found.push(word);
    else found[found.length - 1] = last ? `${last} ${word}` : word;
  }
  return found;
};

// Heights of labels that keep clear of each other, each as near its line as may be.
function apart(wanted, heights, top, bottom) {
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

// Lines across at round values, years below, and the line on which they stand.
function axes({ years, number, height, width, ink }, { x, y, low, high, right }) {
  const first = years[0], last = years[years.length - 1], bottom = height - BOTTOM, end = width - right;
  const text = (content, at, anchor) => drawn("text", {
    x: at[0], y: at[1], fill: ink.quiet, "text-anchor": anchor,
  }, content);
  const line = (from, to, stroke) => drawn("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke });
  const scale = ticks(low, high, height > 260 ? 5 : 4);
  const across = scale.found.flatMap(value => [
    line([LEFT, y(value)], [end, y(value)], ink.grid),
    text(number(value, scale.step), [LEFT - 8, y(value) + 4], "end"),
  ]);
  const room = ((last - first) * 46) / Math.max(1, end - LEFT);
  const every = [1, 2, 5, 10, 20].find(one => one >= room) ?? 20;
  const along = years.filter(one => one % every === 0 || years.length === 1).flatMap(year => [
    line([x(year), bottom], [x(year), bottom + 5], ink.quiet),
    text(String(year), [x(year), bottom + 19], x(year) > width - 20 ? "end" : "middle"),
  ]);
  return [...across, ...along, line([LEFT, bottom], [end, bottom], ink.quiet)];
}

// series: each { title, colour, dashed, median, low, high, chance_low, chance_high }, numbers by year; ink: colours of
// the paper; number: writes a value of a scale with some step.
export function plot({ years, series, label, number, width, height, ink }) {
  const labelled = width >= 560, right = labelled ? LABEL_ROOM : 14;
  const [low, high] = span(series.flatMap(one => [...one.median, ...one.low, ...one.high]));
  const first = years[0], last = years[years.length - 1];
  const x = year => LEFT + (width - LEFT - right) * (last > first ? (year - first) / (last - first) : 0.5);
  const y = value => TOP + (height - TOP - BOTTOM) * (1 - (value - low) / (high - low));
  const svg = drawn("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label,
    "font-family": FONT, "font-size": TEXT,
  });
  svg.append(
    ...axes({ years, number, height, width, ink }, { x, y, low, high, right }),
    ...series.flatMap(one => bands(one, years, x, y)),
    ...series.flatMap(one => line(one, years, x, y)),
    ...(labelled ? names(series, y, width - right + 10, height) : []));
  return { svg, x, plotted: { top: TOP, bottom: height - BOTTOM } };
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

// Whose line it is, beside its end.
const names = (series, y, left, height) => {
  const told = series.map(one => ({ ...one, lines: lines(one.title, 18).slice(0, 3) }))
    .filter(one => Number.isFinite(one.median[one.median.length - 1]));
  const heights = told.map(one => one.lines.length * (TEXT + 3) + 6);
  const wanted = told.map(one => y(one.median[one.median.length - 1]));
  const places = apart(wanted, heights, TOP - 4, height - BOTTOM + 12);
  return told.flatMap((one, at) => one.lines.map((part, row) => drawn("text", {
    x: left, y: places[at] - heights[at] / 2 + (row + 1) * (TEXT + 3) - 1, fill: one.colour, "font-weight": 600,
  }, part)));
};
