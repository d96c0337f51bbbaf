// All main measures of the chosen world in the last year, beside the first world.
import { made, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";

// What the table tells of a measure: levels, the difference with its range, and what may be said of it.
export function rowOf(data, measure, world, words) {
  const { times, name } = measure, { numbers, verdicts, why } = data.effects;
  const last = data.meta.years.length - 1, median = data.course.indexOf("median");
  const level = at => data.bands[name].at(median, at, last) * times;
  const effect = statistic => numbers[name].at(data.effect.indexOf(statistic), world);
  const [difference, low, high] = ["difference", "low", "high"].map(statistic => effect(statistic) * times);
  const levels = [level(0), level(world)], code = verdicts[name].at(world);
  const [on, origin] = why[name][world].map(words.text);
  return {
    levels, difference, low, high, on, origin,
    decimals: words.decimals([...levels, difference], measure.counted),
    same: effect("same_sign"),
    verdict: code ? data.effects.words[code - 1] : "",
    mark: code ? data.effects.marks[code - 1] : "",
  };
}

const small = text => text && made("span", { class: "small" }, text);

// A verdict with its sign, what it depends on, how many draws have its direction, and what it rests on.
function verdictOf(found, words) {
  if (!found.verdict && !found.origin) return "";
  const { on, origin, same, verdict } = found;
  return made("span", {},
    verdict && [made("span", { "aria-hidden": "true" }, `${found.mark} `), words(`page.verdict.${verdict}`)],
    small(verdict === "depends" && words("page.headline.hangs", { what: on })),
    small(Number.isFinite(same) && found.difference && words("page.headline.sign", { share: words.share(same) })),
    small(origin && words("page.headline.origin", { what: origin })));
}

function row(data, measure, world, words, heads) {
  const found = rowOf(data, measure, world, words), { decimals, levels } = found;
  const cell = (at, ...inside) => made("td", { class: at < 4 ? "number" : "", "data-head": heads[at] }, ...inside);
  const level = value => made("span", {}, words.number(value, decimals));
  const change = made("span", {}, words.number(found.difference, decimals, true),
    small(words.range(found.low, found.high, decimals, true)));
  const cells = [cell(1, level(levels[0]))];
  if (world) cells.push(cell(2, level(levels[1])), cell(3, change), cell(4, verdictOf(found, words)));
  const head = made("th", { scope: "row" }, words.pick(measure.title), small(words.pick(measure.unit)));
  return made("tr", {}, head, cells);
}

// The table of a world, and how to read it.
function whole(data, world, words) {
  const kinds = world ? ["measure", "first", "chosen", "difference", "verdict"] : ["measure", "first"];
  const heads = kinds.map(kind => words(`interactive.table.${kind}`));
  const caption = words(world ? "interactive.table.caption" : "interactive.table.caption.one", {
    year: data.meta.years[data.meta.years.length - 1],
    first: words.pick(data.packages.worlds[0].title),
    chosen: words.pick(data.packages.worlds[world].title),
  });
  return [
    made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
      made("table", { class: "stack steady" },
        made("caption", {}, caption),
        made("thead", {}, made("tr", {}, heads.map((head, at) => (
          made("th", { scope: "col", class: at && at < 4 ? "number" : "" }, head))))),
        made("tbody", {}, data.measures.map(one => row(data, one, world, words, heads))))),
    world ? made("p", { class: "note" }, words("screen.marks")) : "",
  ];
}

export function mount(element, data, store, words) {
  const inside = made("div");
  let stale = true;
  // What is folded is made when it is opened.
  const fill = () => {
    if (stale) put(inside, whole(data, worldOf(store.get(), data), words));
    stale = false;
  };
  const show = () => {
    const open = element.querySelector("details")?.open;
    stale = true;
    put(element, made("details", { open, ontoggle: event => event.target.open && fill() },
      made("summary", { id: "table-fold" }, made("h2", {}, words("interactive.table"))), inside));
    if (open) fill();
  };
  store.on(["lang", ...WORLD], show);
  show();
}
