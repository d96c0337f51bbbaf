// All main measures of the chosen world in the last year, beside the first world.
import { made, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";

// What the table tells of a measure: levels, the difference with its range, and what may be said of it.
export function rowOf(data, measure, world, words) {
  const last = data.meta.years.length - 1, { times } = measure;
  const level = at => data.bands[measure.name].at(data.course.indexOf("median"), at, last) * times;
  const effect = name => data.effects.numbers[measure.name].at(data.effect.indexOf(name), world) * (name === "same_sign" ? 1 : times);
  const [difference, low, high] = ["difference", "low", "high"].map(effect);
  const decimals = words.decimals([level(0), level(world), difference], measure.counted);
  const code = data.effects.verdicts[measure.name].at(world);
  const [on, origin] = data.effects.why[measure.name][world].map(words.text);
  return {
    decimals, levels: [level(0), level(world)], difference, low, high, same: effect("same_sign"),
    verdict: code ? data.effects.words[code - 1] : "", mark: code ? data.effects.marks[code - 1] : "", on, origin,
  };
}

export function mount(element, data, store, words) {
  const row = (measure, world) => {
    const found = rowOf(data, measure, world, words), { decimals, low, high } = found;
    const heads = ["first", "chosen", "difference", "verdict"].map(key => words(`interactive.table.${key}`));
    const unit = words.pick(measure.unit), range = words.range(low, high, decimals, true);
    const cell = (at, ...inside) => made("td", { class: at < 3 ? "number" : "", "data-head": heads[at] }, ...inside);
    const small = text => text && made("span", { class: "small" }, text);
    const parts = [
      cell(0, made("span", {}, words.number(found.levels[0], decimals))),
      cell(1, made("span", {}, words.number(found.levels[1], decimals))),
      cell(2, made("span", {}, words.number(found.difference, decimals, true), small(range))),
      cell(3, made("span", {},
        found.verdict && [made("span", { "aria-hidden": "true" }, `${found.mark} `), words(`page.verdict.${found.verdict}`)],
        small(found.verdict === "depends" ? words("page.headline.hangs", { what: found.on }) : ""),
        small(Number.isFinite(found.same) && found.difference ? words("page.headline.sign", { share: words.share(found.same) }) : ""),
        small(found.origin && words("page.headline.origin", { what: found.origin })))),
    ];
    return made("tr", {}, made("th", { scope: "row" }, words.pick(measure.title), small(unit)), world ? parts : parts.slice(0, 1));
  };
  const show = () => {
    const world = worldOf(store.get(), data), open = element.querySelector("details")?.open;
    const titles = [data.packages.worlds[0], data.packages.worlds[world]].map(one => words.pick(one.title));
    const caption = words(world ? "interactive.table.caption" : "interactive.table.caption.one", {
      year: data.meta.years[data.meta.years.length - 1],
    });
    const heads = [words("interactive.table.measure"), titles[0]];
    if (world) heads.push(titles[1], words("interactive.table.difference"), words("interactive.table.verdict"));
    put(element, made("details", { open },
      made("summary", { id: "table-fold" }, made("h2", {}, words("interactive.table"))),
      made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
        made("table", { class: "stack steady" },
          made("caption", {}, caption),
          made("thead", {}, made("tr", {}, heads.map((head, at) => made("th", { scope: "col", class: at && at < 4 ? "number" : "" }, head)))),
          made("tbody", {}, data.measures.map(one => row(one, world))))),
      world ? made("p", { class: "note" }, words("screen.marks")) : ""));
  };
  store.on(["lang", ...WORLD], show);
  show();
}
