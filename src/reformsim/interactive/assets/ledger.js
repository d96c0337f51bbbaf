// What follows from the municipalities that a reader joins, by the law of the first day.
import { made } from "./made.js";
import { COLOURS, growing, lawOf, scenarioText } from "./sets.js";

// Rows of the ledger: name, decimals, and the tables of law that it rests on.
const ROWS = [
  ["municipalities", 0], ["people", 0], ["area", 0], ["councillors", 0, "council_seats"], ["aldermen", 0, "aldermen_share"],
  ["time", 1, "aldermen_parttime_ceiling"], ["mayors", 0, "mayors_per_municipality"], ["per_councillor", 0], ["pay", 0],
  ["fixed", 0, "fixed_sum_municipality"], ["grant", 0, "merger_grant_base"], ["extent", 1], ["travel", 1], ["memberships", 0], ["board", 0],
];
const THOUSANDS = ["pay", "fixed", "grant"];

// Added up over several sets; the longest distance, and the mean way of all inhabitants.
const total = several => {
  const sum = name => (several.some(one => one[name] === null) ? null : several.reduce((all, one) => all + one[name], 0));
  const result = Object.fromEntries(ROWS.map(([name]) => [name, sum(name)]));
  result.extent = Math.max(...several.map(one => one.extent ?? 0));
  result.travel = several.reduce((all, one) => all + one.travel * one.people, 0) / result.people;
  result.per_councillor = result.councillors ? result.people / result.councillors : null;
  return result;
};

// Before and after, of some sets at once.
const counted = (law, sets) => [
  { ...total(sets.map(law.before)), grant: null, extent: null },
  total(sets.map(law.together)),
];

export function ledger(data, store, words, actions) {
  const law = lawOf(data), { units } = data.map, { bodies, tables } = data.law;
  const { sets } = store.get(), set = growing(store.get()), members = set ? sets[set - 1] : [];
  const year = data.law.day.slice(0, 4);
  const name = unit => units.names[unit], byName = (a, b) => name(a).localeCompare(name(b), "nl");
  const pointed = unit => ({ onpointerenter: () => actions.point(unit), onpointerleave: () => actions.point(undefined) });

  const table = (chosen, caption) => {
    const [before, after] = counted(law, chosen);
    const value = (row, side) => {
      const [what, decimals] = row, found = side[what];
      if (found === null || found === undefined || !Number.isFinite(found)) return "";
      return words.number(THOUSANDS.includes(what) ? found / 1000 : found, decimals);
    };
    const rows = ROWS.filter(([what]) => after[what] !== null).map(row => {
      const [what, decimals, rests] = row, one = before[what], other = after[what];
      const change = one === null || one === undefined ? NaN : (other - one) / (THOUSANDS.includes(what) ? 1000 : 1);
      const article = rests && tables[rests] && !tables[rests].article.startsWith("none") ? tables[rests].article.split(";")[0] : "";
      return made("tr", { "data-row": what },
        made("th", { scope: "row" }, words(`atlas.ledger.${what}`), article ? made("span", { class: "small", lang: "nl" }, article) : ""),
        made("td", { class: "number" }, value(row, before)),
        made("td", { class: "number" }, value(row, after)),
        made("td", { class: "number" }, Number.isFinite(change) && Math.abs(change) >= 0.5 / 10 ** decimals ? words.number(change, decimals, true) : ""));
    });
    const heads = [caption, words("atlas.ledger.before"), words("atlas.ledger.after"), words("atlas.ledger.change")];
    return made("table", { class: "ledger", "aria-label": caption },
      made("thead", {}, made("tr", {}, heads.map((head, at) => made("th", { scope: "col", class: at ? "number" : "" }, head)))),
      made("tbody", {}, rows));
  };

  const named = (key, list) => (list.length ? made("details", { id: `ledger-${key}` },
    made("summary", { id: `ledger-${key}-fold` }, made("h4", {}, words(list.length === 1 ? `atlas.${key}.one` : `atlas.${key}`, { count: list.length }))),
    made("p", { class: "note" }, words(`atlas.${key}.why`)),
    made("ul", { class: "bodies" }, list.map(body => made("li", {}, bodies.name[body], made("span", { class: "small" }, words.pick(data.map.kinds[bodies.kind[body]])))))) : "");

  const chip = (unit, label, act, id) => made("button", { type: "button", class: "chip-button", id, "aria-label": label, title: label, onclick: act, ...pointed(unit) }, name(unit));
  const joining = members.length ? [...new Set(members.flatMap(unit => law.beside[unit]))].filter(unit => !sets.flat().includes(unit)).sort(byName) : [];
  const others = sets.map((one, at) => [one, at]).filter(([, at]) => at !== set - 1);
  const refused = actions.refused(), formed = sets.filter(one => one.length > 1);
  const merged = members.length > 1 ? law.together(members) : null;

  const own = !members.length ? [made("p", {}, words(sets.length ? "atlas.draw.next" : "atlas.draw.first"))] : [
    made("h4", {}, words("atlas.members")),
    made("p", { class: "chips own", style: `--own: var(--set-${(set - 1) % COLOURS})` }, [...members].sort(byName).map(unit => chip(unit, words("atlas.leave", { name: name(unit) }), () => actions.pick(unit), `in-${units.codes[unit]}`))),
    made("h4", { class: "joins" }, words("atlas.joining")),
    made("p", { class: "chips joins" }, joining.map(unit => chip(unit, words("atlas.join", { name: name(unit) }), () => actions.pick(unit), `add-${units.codes[unit]}`)), joining.length ? "" : words("atlas.joining.none")),
  ];

  return [
    made("h3", {}, words("atlas.draw.title")),
    made("p", { class: "note" }, words("atlas.draw.note", { year })),
    refused ? made("p", { class: "notice", id: "atlas-why" }, actions.why(), " ",
      refused.refusal === "splits" ? "" : made("button", { type: "button", id: "atlas-begin", onclick: () => actions.begin(refused.unit) }, words("atlas.begin", { name: name(refused.unit) }))) : "",
    made("p", { class: "buttons" },
      made("button", { type: "button", id: "atlas-next", disabled: !members.length, onclick: () => actions.grow(0) }, words("atlas.next")),
      made("button", { type: "button", id: "atlas-undo", disabled: !actions.undoable(), onclick: actions.undo }, words("atlas.undo")),
      made("button", { type: "button", id: "atlas-clear", disabled: !sets.length, onclick: actions.clear }, words("atlas.clear")),
      made("button", { type: "button", id: "atlas-export", disabled: !formed.length, onclick: () => actions.save("drawn.yaml", scenarioText(data, sets, words)) }, words("atlas.export"))),
    own,
    merged ? [
      made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words("atlas.ledger") }, table([members], words("atlas.ledger"))),
      named("shared", merged.shared), named("lesser", merged.lesser), named("left", merged.left), named("lapsed", merged.lapsed),
    ] : "",
    others.length ? [
      made("h4", {}, words("atlas.others")),
      made("ul", { class: "sets" }, others.map(([one, at]) => made("li", { style: `--own: var(--set-${at % COLOURS})` },
        made("button", { type: "button", class: "name", id: `set-${at}`, onclick: () => actions.grow(at + 1) }, [...one].sort(byName).map(name).join(", ")), " ",
        made("button", { type: "button", class: "small-button", id: `drop-${at}`, "aria-label": words("atlas.drop", { names: one.map(name).join(", ") }), onclick: () => actions.drop(at) }, "\u00d7")))),
    ] : "",
    formed.length > 1 ? made("details", { id: "ledger-all" },
      made("summary", { id: "ledger-all-fold" }, made("h4", {}, words("atlas.ledger.all.count", { count: formed.length }))),
      made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words("atlas.ledger.all") }, table(formed, words("atlas.ledger.all")))) : "",
    formed.length ? made("p", { class: "note" }, words("atlas.ledger.note", { year }), " ", words(data.law.drawn ? "atlas.ledger.drawn" : "atlas.ledger.known", { count: words.number(data.law.drawn) })) : "",
  ];
}
