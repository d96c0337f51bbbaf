// What the map shows: the numbers, their classes of colour, and the words for both.
import { worldOf } from "./choosing.js";

export const CHANCE = "chance";
export const WHENS = ["start", "end", "change", "difference"];

const measureOf = (data, name) => data.map.measures.find(one => one.name === name);

// By unit, as told: shares of a hundred; NaN where there is none.
export function valuesOf(data, state, world) {
  if (state.shown === CHANCE) return [...data.map.chance.row(world)];
  const measure = measureOf(data, state.shown), start = measure.start.values;
  const [end, first] = [world, 0].map(at => measure.end.row(0, at));
  const value = {
    start: unit => start[unit],
    end: unit => end[unit],
    change: unit => end[unit] - start[unit],
    difference: unit => end[unit] - first[unit],
  }[state.when];
  return data.map.units.codes.map((_, unit) => value(unit) * measure.times);
}

export const scaleOf = (data, { shown, when }) => {
  if (shown === CHANCE) return data.map.chances;
  const measure = measureOf(data, shown);
  return { start: measure.classes, end: measure.classes, change: measure.changes, difference: measure.differences }[when];
};

// A value on a limit is in the upper class.
const classOf = (scale, value) => scale.limits.filter(limit => value >= limit).length;
export const colourOf = (scale, value) => (Number.isFinite(value) ? scale.colours[classOf(scale, value)] : scale.missing);

// Decimals with which limits are written exactly.
const exactly = values => [0, 1, 2, 3, 4].find(decimals => values.every(value => Math.abs(value - Number(value.toFixed(decimals))) <= 1e-6 * Math.abs(value) + 1e-12)) ?? 4;

export function tellsOf(data, state, words) {
  const years = data.meta.years, last = years[years.length - 1];
  const title = state.shown === CHANCE
    ? words("atlas.chance", { year: last })
    : words(`atlas.tells.${state.when}`, { measure: words.pick(measureOf(data, state.shown).title), first: years[0], last, base: words.pick(data.packages.worlds[0].title) });
  const world = words.pick(data.packages.worlds[worldOf(state, data)].title);
  return state.shown === CHANCE || state.when !== "start" ? words("atlas.tells.world", { title, world }) : title;
}

export function legendOf(data, state, words) {
  const scale = scaleOf(data, state), { limits, colours } = scale;
  const title = tellsOf(data, state, words);
  const missing = { colour: scale.missing, label: words("maps.missing") };
  if (state.shown === CHANCE) {
    const ends = [0, ...limits.slice(1), 1].map(words.share);
    const labels = [words("maps.chance.never"), ...limits.map((_, at) => words("common.range", { low: ends[at], high: ends[at + 1] }))];
    return { title, tell: value => words.share(value), classes: colours.map((colour, at) => ({ colour, label: labels[at] })) };
  }
  const measure = measureOf(data, state.shown), unit = words.pick(measure.unit);
  const signed = ["change", "difference"].includes(state.when), values = valuesOf(data, state, worldOf(state, data));
  const finite = values.filter(Number.isFinite), decimals = words.decimals(finite, measure.counted);
  const tell = value => (Number.isFinite(value) ? `${words.number(value, decimals, signed)}\u00a0${unit}` : words("maps.missing"));
  const about = limits.filter(limit => Math.abs(limit) > 1e-6 * Math.max(...limits.map(Math.abs)));
  const number = limit => words.number(limit, exactly(about), signed && limit !== 0);
  const label = at => {
    if (!limits.length) return signed ? words("atlas.class.none") : tell(finite[0]);
    if (signed && at === limits.length / 2) return words("atlas.class.none");
    if (at === 0) return words("atlas.class.under", { high: number(limits[0]) });
    if (at === limits.length) return words("atlas.class.over", { low: number(limits[at - 1]) });
    const near = one => (about.includes(one) ? number(one) : words.number(0));
    return words("common.range", { low: near(limits[at - 1]), high: near(limits[at]) });
  };
  const classes = colours.map((colour, at) => ({ colour, label: label(at) }));
  if (finite.length < values.length) classes.push(missing);
  const plain = unit.toLowerCase() === words.pick(measure.title).toLowerCase();
  return { title: plain ? title : `${title} (${unit})`, tell, classes };
}
