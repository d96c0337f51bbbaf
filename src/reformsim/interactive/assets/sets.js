// Sets of municipalities that a reader joins: which are possible, how the address holds them, and as a scenario file.
import { openLaw } from "./law.js";

// Colours by which drawn sets are told apart, as in atlas.css; with more sets they come round again.
export const COLOURS = 6;

const opened = new WeakMap();

// The law of the data, opened once.
export function lawOf(data) {
  if (!opened.has(data.law)) opened.set(data.law, openLaw(data.law));
  return opened.get(data.law);
}

// In the address: codes with points between, sets with underscores; a code of one's own territory may hold both.
export const setsField = data => {
  const codes = data.law.units.own.map(code => code.replace(/[._~]/g, sign => `~${sign.charCodeAt(0).toString(16)}`));
  const law = lawOf(data);
  return {
    initial: [],
    read: text => {
      const sets = text.split("_").filter(Boolean).map(set => set.split(".").map(code => codes.indexOf(code)));
      const all = sets.flat();
      const fits = all.every(unit => unit >= 0) && new Set(all).size === all.length && sets.every(law.connected);
      return fits ? sets : undefined;
    },
    write: sets => sets.map(set => set.map(unit => codes[unit]).join(".")).join("_"),
  };
};

// Which set grows, counted from 1; 0 where the next municipality begins another.
export const setField = {
  initial: 0,
  read: text => (/^\d{1,4}$/.test(text) ? Number(text) : undefined),
  write: value => String(value),
};

export const growing = ({ sets, set }) => (set > 0 && set <= sets.length ? set : 0);

// What becomes of the sets when a municipality is picked. A refusal says why nothing does: "apart" or "water" where it
// does not border on the set, "splits" where the rest would fall apart.
export function picked(law, state, unit) {
  const { sets } = state, set = growing(state), at = sets.findIndex(one => one.includes(unit));
  if (at >= 0 && at !== set - 1) return { sets, set: at + 1, refusal: "" };
  if (at >= 0) {
    const rest = sets[at].filter(one => one !== unit);
    if (!rest.length) return { sets: sets.filter((_, other) => other !== at), set: 0, refusal: "" };
    if (!law.connected(rest)) return { sets, set, refusal: "splits" };
    return { sets: sets.map((one, other) => (other === at ? rest : one)), set, refusal: "" };
  }
  if (!set) return { sets: [...sets, [unit]], set: sets.length + 1, refusal: "" };
  const refusal = law.refusal(sets[set - 1], unit);
  if (refusal) return { sets, set, refusal };
  return { sets: sets.map((one, other) => (other === set - 1 ? [...one, unit] : one)), set, refusal: "" };
}

const quoted = text => JSON.stringify(text);
const commented = text => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, " ");

// A scenario file that merges each set on the first 1 January after the first day.
export function scenarioText(data, sets, words) {
  const { codes, names } = data.map.units, year = Number(data.law.day.slice(0, 4)) + 1;
  const title = words.both("atlas.file.title"), question = words.both("atlas.file.question");
  const several = sets.filter(set => set.length > 1), [base] = data.packages.given;
  const levers = several.flatMap((set, at) => [
    `  # ${commented(set.map(unit => names[unit]).join(", "))}`,
    "  - lever: merge_municipalities",
    `    id: drawn_${at + 1}`,
    `    date: ${year}-01-01`,
    `    members: [${set.map(unit => quoted(codes[unit])).join(", ")}]`,
    "    source: assumption",
  ]);
  return [
    `# ${commented(words("atlas.file.note"))}`,
    `extends: ${quoted(base)}`,
    "name: drawn",
    `title: ${quoted(title.en)}`,
    `title_nl: ${quoted(title.nl)}`,
    `question: ${quoted(question.en)}`,
    `question_nl: ${quoted(question.nl)}`,
    ...(levers.length ? ["levers:", ...levers] : ["levers: []"]),
    "",
  ].join("\n");
}
