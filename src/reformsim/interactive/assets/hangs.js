// When the chosen world is better than the first one, what its effects hang on, and what to find out first.
import { made, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";

export function mount(element, data, store, words) {
  if (!data.rules && !data.hangs_none) return false;
  const points = found => made("ul", { class: "points" }, found.map(([strong, text]) => made("li", {},
    strong.text && made("strong", {}, strong.text), strong.text && " ", text.text)));
  const texts = found => found.map(pair => pair.map(at => ({ text: words.text(at) })));

  const tornado = one => {
    const measure = data.measures.find(other => other.name === one.measure), { times } = measure;
    const all = [one.mean, ...one.bars.flatMap(bar => [bar.low[0], bar.high[0]])];
    const low = Math.min(...all), width = Math.max(...all) - low || 1;
    const decimals = words.decimals(all.map(value => value * times), measure.counted);
    const number = value => words.number(value * times, decimals, true), at = value => (100 * (value - low)) / width;
    const heads = ["low", "high", "share"].map(key => words(`interactive.tornado.${key}`));
    const strip = bar => {
      const ends = [bar.low[0], bar.high[0]];
      return made("span", { class: "strip", "aria-hidden": "true" },
        ends.map((end, which) => made("span", {
          class: which ? "full" : "hollow",
          style: `left:${Math.min(at(end), at(one.mean))}%;width:${Math.abs(at(end) - at(one.mean))}%`,
        })), made("span", { class: "mean", style: `left:${at(one.mean)}%` }));
    };
    const unit = words.pick(measure.unit);
    return made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.pick(measure.title) },
      made("table", { class: "stack tornado" },
        made("caption", {}, words("interactive.tornado.caption", {
          measure: words.pick(measure.title), unit: unit && ` (${unit})`, mean: number(one.mean), skill: words.share(Math.max(0, one.skill)),
        })),
        made("thead", {}, made("tr", {}, [words("interactive.tornado.assumption"), "", ...heads].map((head, i) => (
          head || i !== 1 ? made("th", { scope: "col", class: i > 1 ? "number" : "" }, head) : made("td"))))),
        made("tbody", {}, one.bars.map(bar => made("tr", { class: bar.seen ? "" : "unclear" },
          made("th", { scope: "row" }, words.text(bar.label), bar.seen ? "" : made("span", { class: "small" }, words("interactive.tornado.unclear"))),
          made("td", { class: "bars" }, strip(bar)),
          [number(bar.low[0]), number(bar.high[0]), words.share(bar.share)].map((text, i) => made("td", { class: "number", "data-head": heads[i] }, text)))))));
  };

  const show = () => {
    const at = worldOf(store.get(), data), open = element.querySelector("details")?.open;
    if (data.hangs_none) {
      return put(element, made("h2", {}, words("interactive.hangs")), made("p", { class: "notice" }, words.pick(data.hangs_none)));
    }
    if (!at) return put(element);
    const tornados = data.tornado[at - 1];
    const rules = texts(data.rules[at - 1]), worth = texts(data.worth);
    return put(element,
      made("h2", {}, words("interactive.hangs")),
      rules.length ? [made("h3", {}, words("interactive.hangs.better", { base: words.pick(data.packages.worlds[0].title) })), points(rules)] : "",
      made("h3", {}, words("interactive.hangs.first")), points(worth),
      tornados.length ? made("details", { open },
        made("summary", { id: "tornado-fold" }, made("h3", {}, words("interactive.tornado"))), tornados.map(tornado)) : "");
  };
  store.on(["lang", ...WORLD], show);
  show();
}
