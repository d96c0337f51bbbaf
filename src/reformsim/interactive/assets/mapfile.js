// The map as a file of its own, on white paper with title and legend; and its numbers.
import { drawn } from "./made.js";
import { onPaper } from "./curve.js";
import { FONT, lines } from "./plot.js";
import { csvOf } from "./taking.js";

const WIDTH = 760, MAP = 600, LINE = 24, COLUMNS = 3;

const text = (content, x, y, size, fill, weight = 400) => drawn("text", { x, y, "font-size": size, "font-weight": weight, fill }, content);

// fills: a colour for each unit; label: of units that belong together, for a thick line around them.
const country = ({ data, shapes, fills, label }, top, times) => {
  const { province } = data.map.units;
  const line = (path, stroke, width) => drawn("path", { d: path, fill: "none", stroke, "stroke-width": width / times, "stroke-linejoin": "round" });
  return drawn("g", { transform: `translate(${(WIDTH - MAP) / 2} ${top}) scale(${times})`, "fill-rule": "evenodd" },
    fills.map((fill, unit) => drawn("path", { d: shapes.area(unit), fill })),
    line(shapes.border(unit => unit), "#4d4d4d", 0.5),
    data.map.topology.schematic ? "" : line(shapes.border(unit => province[unit]), "#202020", 1.2),
    line(shapes.border(label), "#000000", 2.5));
};

const legend = (classes, top) => classes.flatMap(({ colour, label }, at) => {
  const x = 16 + (at % COLUMNS) * 245, y = top + Math.floor(at / COLUMNS) * LINE;
  return [drawn("rect", { x, y, width: 26, height: 14, fill: colour, stroke: onPaper.quiet }), text(label, x + 34, y + 12, 13, onPaper.ink)];
});

export function mapFigure(told) {
  const { data, words, shapes, title, classes } = told, titles = lines(title, 72);
  const top = 24 + titles.length * LINE, times = MAP / shapes.wide, below = top + shapes.high * times + 16;
  const sources = lines(`reformsim ${data.meta.version}. ${words.pick(data.meta.attribution)}`, 150);
  const height = Math.ceil(below + Math.ceil(classes.length / COLUMNS) * LINE + 20 + sources.length * 12);
  return drawn("svg", {
    width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title,
    "font-family": FONT,
  },
  drawn("rect", { width: "100%", height: "100%", fill: onPaper.paper }),
  titles.map((one, at) => text(one, 16, 28 + at * LINE, 18, onPaper.ink, 700)),
  country(told, top, times),
  legend(classes, below),
  sources.map((one, at) => text(one, 16, height - 10 - (sources.length - 1 - at) * 12, 9, onPaper.quiet)));
}

// What the map shows of each municipality, in the unit of the title.
export function mapCsv(data, values, title) {
  const { codes, names, province } = data.map.units;
  const rows = codes.map((code, unit) => [code, names[unit], data.map.provinces[province[unit]], values[unit]]);
  return csvOf([["code", "municipality", "province", title], ...rows]);
}
