// The sheet of a municipality: how it stands at the start and the end, with whom it merges, and where it sits.
import { made } from "./made.js";
import { worldOf } from "./choosing.js";
import { lawOf } from "./sets.js";

const list = parts => parts.flatMap((part, at) => (at ? [", ", part] : [part]));

export function sheet(data, store, words, actions, unit) {
  if (unit < 0) return [made("h3", {}, words("atlas.sheet")), made("p", { class: "note" }, words("atlas.sheet.none"))];
  const { units, measures, provinces } = data.map, law = lawOf(data), { bodies } = data.law;
  const { years } = data.meta, last = years[years.length - 1], worlds = data.packages.worlds;
  const chosen = worldOf(store.get(), data), shown = [...new Set([0, chosen])];
  const name = at => words.pick(worlds[at].title);
  const to = other => made("button", { type: "button", class: "name", onclick: () => actions.pick(other), onpointerenter: () => actions.point(other), onpointerleave: () => actions.point(undefined) }, units.names[other]);

  const merged = at => {
    const share = words("atlas.merged", { share: words.share(data.map.chance.at(at, unit)), year: last });
    const partners = data.map.partners[at][unit];
    return [made("dt", {}, name(at)), made("dd", {}, share,
      partners.length ? ["; ", words("atlas.merged.with"), " ", list(partners.map(([other, chance]) => made("span", { class: "whole" }, to(other), ` (${words.share(chance)})`)))] : "")];
  };

  const row = measure => {
    const start = measure.start.values[unit] * measure.times;
    const ends = shown.map(at => [0, 1, 2].map(side => measure.end.at(side, at, unit) * measure.times));
    if (![start, ...ends.flat()].some(Number.isFinite)) return "";
    const decimals = words.decimals([start, ...ends.map(end => end[0])], measure.counted), unitOf = words.pick(measure.unit), title = words.pick(measure.title);
    const cell = ([middle, low, high]) => {
      const range = Number.isFinite(low) ? words.range(low, high, decimals) : "";
      return made("td", { class: "number" }, words.number(middle, decimals), range ? made("span", { class: "small" }, range) : "");
    };
    return made("tr", {},
      made("th", { scope: "row" }, title, unitOf.toLowerCase() === title.toLowerCase() ? "" : made("span", { class: "small" }, unitOf)),
      cell([start, NaN, NaN]), ends.map(cell));
  };

  const others = [0, 1].map(later => units.others[unit].filter(one => one[1] && one[2] === later).map(([other, year]) => words("atlas.other", { name: other, year })));
  const seats = law.sitsIn[unit], here = law.alone(unit);
  const fact = (term, what) => (what ? made("div", {}, made("dt", {}, term), made("dd", {}, what)) : "");
  return [
    made("h3", {}, units.names[unit], made("span", { class: "quiet" }, ` ${provinces[units.province[unit]]}`)),
    made("dl", {},
      fact(words("atlas.list.people"), words("atlas.people.on", { people: words.number(data.law.units.people[unit]), year: years[0] })),
      fact(words("atlas.ledger.councillors"), here.councillors === null ? "" : words.number(here.councillors)),
      fact(words("atlas.ledger.aldermen"), here.aldermen === null ? "" : words.number(here.aldermen)),
      fact(words("atlas.former"), others[0].join(", ")),
      fact(words("atlas.later"), others[1].join(", ")),
      fact(words("atlas.beside"), law.beside[unit].length ? list([...law.beside[unit]].sort((a, b) => units.names[a].localeCompare(units.names[b], "nl")).map(to)) : "")),
    made("h4", {}, words("atlas.merges", { year: last })),
    made("dl", { class: "worlds" }, shown.map(at => made("div", {}, merged(at)))),
    made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words("atlas.values") },
      made("table", {},
        made("caption", {}, words("atlas.values")),
        made("thead", {}, made("tr", {},
          [words("interactive.table.measure"), String(years[0]), ...shown.map(at => (shown.length > 1 ? [words(`interactive.table.${at ? "chosen" : "first"}`), made("span", { class: "small" }, last)] : last))]
            .map((head, at) => made("th", { scope: "col", class: at ? "number" : "" }, head)))),
        made("tbody", {}, measures.map(row)))),
    made("details", { id: "sheet-bodies" },
      made("summary", { id: "sheet-bodies-fold" }, made("h4", {}, words(seats.length === 1 ? "atlas.bodies.one" : "atlas.bodies", { count: seats.length }))),
      made("ul", { class: "bodies" }, seats.map(body => made("li", {}, bodies.name[body], made("span", { class: "small" }, words.pick(data.map.kinds[bodies.kind[body]])))))),
    made("p", { class: "buttons" }, made("button", { type: "button", id: "sheet-close", onclick: () => store.set({ place: "" }) }, words("atlas.sheet.close"))),
  ];
}
