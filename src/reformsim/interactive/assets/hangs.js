// When the chosen world is better than the first one, what its effects hang on, and what to find out first.
import { made, put } from "./made.js";
import { WORLD, beyond, studiedOf } from "./choosing.js";
import { measureOf } from "./curve.js";

// Points, each with some words in bold before it, from pairs of positions of texts.
const points = (found, words) => made("ul", { class: "points" }, found.map(pair => {
  const [strong, text] = pair.map(words.text);
  return made("li", {}, strong && made("strong", {}, strong), strong && " ", text);
}));

// A bar from the mean of all draws to what is expected at either end of an assumption.
function strip(bar, mean, at) {
  const end = (value, kind) => made("span", {
    class: kind, style: `left:${Math.min(at(value), at(mean))}%;width:${Math.abs(at(value) - at(mean))}%`,
  });
  return made("span", { class: "strip", "aria-hidden": "true" },
    end(bar.low[0], "hollow"), end(bar.high[0], "full"), made("span", { class: "mean", style: `left:${at(mean)}%` }));
}

function tornado(one, data, words) {
  const measure = data.measures.find(other => other.name === one.measure), unit = words.pick(measure.unit);
  const all = [one.mean, ...one.bars.flatMap(bar => [bar.low[0], bar.high[0]])];
  const low = Math.min(...all), width = Math.max(...all) - low || 1;
  const decimals = words.decimals(all.map(value => value * measure.times), measure.counted);
  const number = value => words.number(value * measure.times, decimals, true);
  const heads = ["low", "high", "share"].map(key => words(`interactive.tornado.${key}`));
  const row = bar => {
    const told = [number(bar.low[0]), number(bar.high[0]), words.share(bar.share)];
    const unclear = bar.seen ? "" : made("span", { class: "small" }, words("interactive.tornado.unclear"));
    return made("tr", { class: bar.seen ? "" : "unclear" },
      made("th", { scope: "row" }, words.text(bar.label), unclear),
      made("td", { class: "bars" }, strip(bar, one.mean, value => (100 * (value - low)) / width)),
      told.map((text, i) => made("td", { class: "number", "data-head": heads[i] }, text)));
  };
  const caption = words("interactive.tornado.caption", {
    measure: words.pick(measure.title), unit: unit && ` (${unit})`,
    mean: number(one.mean), skill: words.share(Math.max(0, one.skill)),
  });
  const head = text => made("th", { scope: "col", class: "number" }, text);
  return made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.pick(measure.title) },
    made("table", { class: "stack tornado" },
      made("caption", {}, caption),
      made("thead", {}, made("tr", {},
        made("th", { scope: "col" }, words("interactive.tornado.assumption")), made("td"), heads.map(head))),
      made("tbody", {}, one.bars.map(row))));
}

// Where some parts are left out: of all of them it is told.
const whole = (data, store, words) => made("p", { class: "note" }, words("interactive.hangs.whole"), " ",
  made("button", { type: "button", id: "hangs-all", onclick: () => store.set({ on: data.packages.players.map(one => one.id) }) },
    words("interactive.choose.all")));

export function mount(element, data, store, words) {
  if (!data.rules && !data.hangs_none) return false;
  const title = () => made("h2", {}, words("interactive.hangs"));
  const show = () => {
    if (data.hangs_none) return put(element, title(), made("p", { class: "notice" }, words.pick(data.hangs_none)));
    const at = studiedOf(store.get(), data), open = element.querySelector("details")?.open;
    if (beyond(store.get(), data)) return put(element, title(), whole(data, store, words));
    if (at < 0) return put(element);
    const rules = data.rules[at], measure = measureOf(store.get(), data);
    const found = data.tornado[at].find(one => one.measure === measure.name);
    const none = () => words("interactive.tornado.none", { measure: words.pick(measure.title) });
    const base = words.pick(data.beside);
    return put(element, title(), made("p", { class: "note" }, words.pick(data.rests)),
      rules.length ? [made("h3", {}, words("interactive.hangs.better", { base })), points(rules, words)] : "",
      made("h3", {}, words("interactive.hangs.first")), points(data.worth, words),
      made("details", { open },
        made("summary", { id: "tornado-fold" }, made("h3", {}, words("interactive.tornado"))),
        found ? tornado(found, data, words) : made("p", { class: "note" }, none())));
  };
  store.on(["lang", "measure", ...WORLD], show);
  show();
}
