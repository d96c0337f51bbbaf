// Assumptions as sliders, each with its default and the range of the evidence, answered by the polynomials.
import { made, put } from "./made.js";
import { positions } from "./store.js";
import { WORLD, beyond, worldOf } from "./choosing.js";
import { measureOf } from "./curve.js";
import { rowOf } from "./table.js";
import { emulated, polynomial, positionOf, valueOf } from "./emulator.js";

export const fields = data => ({ assume: positions((data.emulator?.parameters ?? []).map(one => one.name)) });

const STEPS = 200;

// Holds an assumption at a position of its slider, or lets it go.
function hold(store, name, position) {
  const { [name]: _, ...others } = store.get().assume;
  store.set({ assume: position === undefined ? others : { ...others, [name]: position } });
}

function slider(one, at, store, words) {
  const [low, high] = one.range.map(value => 100 * positionOf(one, value)), unit = words.pick(one.unit);
  const about = words(one.estimated ? "interactive.assume.estimated" : "interactive.assume.assumed", {
    default: words.plain(one.default), low: words.plain(one.range[0]), high: words.plain(one.range[1]),
  });
  return made("div", { class: "slider" },
    made("label", { for: `assume-${at}` },
      words.pick(one.title), made("span", { class: "quiet" }, unit && ` (${unit})`)),
    made("div", { class: "track" },
      made("span", { class: "evidence", style: `left:${low}%;width:${high - low}%` }),
      made("span", { class: "default", style: `left:${100 * positionOf(one, one.default)}%` }),
      made("input", {
        type: "range", id: `assume-${at}`, min: 0, max: STEPS, step: 1, "aria-describedby": `about-${at}`,
        oninput: event => hold(store, one.name, Number(event.target.value) / STEPS),
      })),
    made("p", { class: "small", id: `about-${at}` }, about),
    made("p", { class: "small stands" },
      made("output", { for: `assume-${at}`, id: `value-${at}` }), " ",
      made("button", { type: "button", id: `free-${at}`, class: "plain", onclick: () => hold(store, one.name) },
        words("interactive.assume.free"))));
}

// Puts a slider where its assumption is held, or on the default of one that is not.
function stand(element, one, at, assume, enabled, words) {
  const input = element.querySelector(`#assume-${at}`), held = one.name in assume;
  const position = held ? assume[one.name] : positionOf(one, one.default);
  const value = words.plain(valueOf(one, position));
  const text = held ? words("interactive.assume.at", { value }) : words("interactive.assume.open");
  input.disabled = !enabled;
  input.value = Math.round(STEPS * position);
  input.setAttribute("aria-valuetext", text);
  element.querySelector(`#value-${at}`).textContent = text;
  element.querySelector(`#free-${at}`).hidden = !held;
}

// How well the measure is foreseen, or why nothing answers.
function aboutOf(state, data, words) {
  const measure = measureOf(state, data), found = polynomial(state, data, measure.name);
  if (beyond(state, data)) return words("interactive.assume.whole");
  if (worldOf(state, data) === 0) return words("interactive.assume.first");
  const given = { measure: words.pick(measure.title) };
  if (!found) return words("interactive.assume.unmoved", given);
  const skill = words.share(Math.max(0, found.skill)), needed = words.share(data.emulator.needed);
  return words(found.answers ? "interactive.assume.skill" : "interactive.assume.weak", { ...given, skill, needed });
}

// What is expected where the assumptions hold that are held; empty where none is, or nothing answers.
function answerOf(state, data, words) {
  const measure = measureOf(state, data), value = emulated(state, data, measure);
  if (value === undefined) return "";
  const mean = polynomial(state, data, measure.name).constant * measure.times;
  const { decimals } = rowOf(data, measure, worldOf(state, data), words);
  return words("interactive.assume.answer", {
    measure: words.pick(measure.title), unit: words.pick(measure.unit),
    value: words.number(value, decimals, true), mean: words.number(mean, decimals, true),
  });
}

export function mount(element, data, store, words) {
  if (!data.emulator) return false;
  const { parameters } = data.emulator;
  const answer = made("p", { id: "assumed", role: "status", class: "answer-line" }), note = made("div");
  const follow = () => {
    const state = store.get(), answers = polynomial(state, data, state.measure)?.answers;
    put(note, made("p", { class: answers ? "note" : "notice" }, aboutOf(state, data, words)));
    parameters.forEach((one, at) => stand(element, one, at, state.assume, answers, words));
    put(answer, answerOf(state, data, words));
  };
  const show = () => {
    // On a phone the answer comes first.
    const open = element.querySelector("details")?.open ?? matchMedia("(min-width: 62rem)").matches;
    put(element, made("details", { open },
      made("summary", { id: "assume-fold" }, made("h2", {}, words("interactive.assume"))),
      note, answer, parameters.map((one, at) => slider(one, at, store, words)),
      made("p", { class: "buttons" },
        made("button", { type: "button", id: "free-all", onclick: () => store.set({ assume: {} }) },
          words("interactive.assume.free_all")))));
    follow();
  };
  store.on("lang", show);
  store.on(["assume", "measure", ...WORLD], follow);
  show();
}
