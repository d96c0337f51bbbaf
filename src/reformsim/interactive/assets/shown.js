// What the map shows: the numbers, their classes of colour, and the words for both.
import { worldOf } from "./choosing.js";

export const CHANCE = "chance";
export const WHENS = ["start", "end", "change", "difference"];

const measureOf = (data, name) => data.map.measures.find(one => one.name === name);

// By unit, in the unit of the measure; NaN where there is none, and undefined worlds have none at all.
export function valuesOf(data, state, world) {
  const { codes } = data.map.units, chance = state.shown === CHANCE;
  const measure = chance ? undefined : measureOf(data, state.shown);
  const needs = chance || state.when !== "start";
  if (needs && world === undefined) return codes.map(() => NaN);
  if (chance) return [...data.map.chance.row(world)];
  const end = at => measure.end.row(0, at);
  const start = measure.start.values;
  const value = {
    start: unit => start[unit],
    end: unit => end(world)[unit],
    change: unit => end(world)[unit] - start[unit],
    difference: unit => end(world)[unit] - end(0)[unit],
  }[state.when];
  return codes.map((_, unit) => value(unit) * measure.times);
}

export const scaleOf = (data, { shown, when }) => {
  if (shown === CHANCE) return data.map.chances;
  const measure = measureOf(data, shown);
  return { start: measure.classes, end: measure.classes, change: measure.changes, difference: measure.differences }[when];
};

// A value on a limit is in the upper class.
export const classOf = (scale, value) => scale.limits.filter(limit => value >= limit).length;
export const colourOf = (scale, value) => (Number.isFinite(value) ? scale.colours[classOf(scale, value)] : scale.missing);

// Decimals with which limits are written exactly.
const exactly = values => [0, 1, 2, 3, 4].find(decimals => values.every(value => Math.abs(value - Number(value.toFixed(decimals))) <= 1e-6 * Math.abs(value) + 1e-12)) ?? 4;

export function tellsOf(data, state, words) {
  const years = data.meta.years, last = years[years.length - 1];
  const title = state.shown === CHANCE
    ? words("atlas.chance", { year: last })
    : words(`atlas.tells.${state.when}`, { measure: words.pick(measureOf(data, state.shown).title), first: years[0], last, base: words.pick(data.packages.worlds[0].title) });
  const world = worldOf(state, data);
  const named = world !== undefined && (state.shown === CHANCE || state.when !== "start");
  return named ? words("atlas.tells.world", { title, world: words.pick(data.packages.worlds[world].title) }) : title;
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
