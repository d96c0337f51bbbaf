// Assumptions as sliders, each with its default and the range of the evidence, answered by the polynomials.
import { made, put } from "./made.js";
import { positions } from "./store.js";
import { WORLD, worldOf } from "./choosing.js";
import { measureOf } from "./curve.js";
import { rowOf } from "./table.js";
import { emulated, polynomial, positionOf, valueOf } from "./emulator.js";

export const fields = data => ({ assume: positions((data.emulator?.parameters ?? []).map(one => one.name)) });

const STEPS = 200;

export function mount(element, data, store, words) {
  if (!data.emulator) return false;
  const { parameters, needed } = data.emulator;
  const answer = made("p", { id: "assumed", role: "status", class: "answer-line" }), note = made("div");
  const move = (one, position) => {
    const assume = { ...store.get().assume };
    if (position === undefined) delete assume[one.name];
    else assume[one.name] = position;
    store.set({ assume });
  };
  const slider = (one, at) => {
    const span = one.range.map(value => 100 * positionOf(one, value));
    return made("div", { class: "slider" },
      made("label", { for: `assume-${at}` }, words.pick(one.title), made("span", { class: "quiet" }, words.pick(one.unit) && ` (${words.pick(one.unit)})`)),
      made("div", { class: "track" },
        made("span", { class: "evidence", style: `left:${span[0]}%;width:${span[1] - span[0]}%` }),
        made("span", { class: "default", style: `left:${100 * positionOf(one, one.default)}%` }),
        made("input", {
          type: "range", id: `assume-${at}`, min: 0, max: STEPS, step: 1, "aria-describedby": `about-${at}`,
          oninput: event => move(one, Number(event.target.value) / STEPS),
        })),
      made("p", { class: "small", id: `about-${at}` }, words(one.estimated ? "interactive.assume.estimated" : "interactive.assume.assumed", {
        default: words.plain(one.default), low: words.plain(one.range[0]), high: words.plain(one.range[1]),
      })),
      made("p", { class: "small stands" },
        made("output", { for: `assume-${at}`, id: `value-${at}` }), " ",
        made("button", { type: "button", id: `free-${at}`, class: "plain", onclick: () => move(one) }, words("interactive.assume.free"))));
  };

  const follow = () => {
    const state = store.get(), measure = measureOf(state, data), found = polynomial(state, data, measure.name);
    const title = words.pick(measure.title), skill = found && words.share(Math.max(0, found.skill));
    const about = worldOf(state, data) === 0 ? words("interactive.assume.first")
      : !found ? words("interactive.assume.unmoved", { measure: title })
        : words(found.answers ? "interactive.assume.skill" : "interactive.assume.weak", { measure: title, skill, needed: words.share(needed) });
    put(note, made("p", { class: found?.answers ? "note" : "notice" }, about));
    parameters.forEach((one, at) => {
      const input = element.querySelector(`#assume-${at}`), moved = one.name in state.assume;
      const position = moved ? state.assume[one.name] : positionOf(one, one.default);
      input.disabled = !found?.answers;
      input.value = Math.round(STEPS * position);
      const text = moved ? words("interactive.assume.at", { value: words.plain(valueOf(one, position)) }) : words("interactive.assume.open");
      input.setAttribute("aria-valuetext", text);
      element.querySelector(`#value-${at}`).textContent = text;
      element.querySelector(`#free-${at}`).hidden = !moved;
    });
    const value = emulated(state, data, measure);
    if (value === undefined) return put(answer);
    const mean = found.constant * measure.times, { decimals } = rowOf(data, measure, worldOf(state, data), words);
    return put(answer, words("interactive.assume.answer", {
      measure: title, value: words.number(value, decimals, true), mean: words.number(mean, decimals, true), unit: words.pick(measure.unit),
    }));
  };
  const show = () => {
    // On a phone the answer comes first.
    const open = element.querySelector("details")?.open ?? matchMedia("(min-width: 62rem)").matches;
    put(element, made("details", { open },
      made("summary", { id: "assume-fold" }, made("h2", {}, words("interactive.assume"))),
      note, answer, parameters.map(slider),
      made("p", { class: "buttons" },
        made("button", { type: "button", id: "free-all", onclick: () => store.set({ assume: {} }) }, words("interactive.assume.free_all")))));
    follow();
  };
  store.on("lang", show);
  store.on(["assume", "measure", ...WORLD], follow);
  show();
}
