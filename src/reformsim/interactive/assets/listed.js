// The map as a list, which tells the same to who does not see it; its rows are made when it is unfolded.
import { made, put } from "./made.js";
import { legendOf } from "./shown.js";

export function makeList(data, words, order, { shown, pick }) {
  const { units, provinces } = data.map, element = made("details", { id: "atlas-twin" });
  const title = () => words("atlas.list", { count: words.number(order.length) });
  // What changes with what is shown: the last head, and the last cell of every row.
  let last, cells;

  const rows = () => {
    last = made("th", { scope: "col", class: "number" });
    cells = order.map(() => made("td", { class: "number" }));
    const row = (unit, at) => made("tr", {},
      made("th", { scope: "row" }, made("button", { type: "button", class: "name", id: `list-${units.codes[unit]}`, onclick: () => pick(unit) }, units.names[unit])),
      made("td", {}, provinces[units.province[unit]]),
      made("td", { class: "number" }, words.number(data.law.units.people[unit])),
      cells[at]);
    const heads = ["name", "province", "people"].map((key, at) => made("th", { scope: "col", class: at > 1 ? "number" : "" }, words(`atlas.list.${key}`)));
    return made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title() }, made("table", {},
      made("thead", {}, made("tr", {}, heads, last)), made("tbody", {}, order.map(row))));
  };
  const fill = () => {
    const { state, values } = shown(), told = legendOf(data, state, words);
    last.textContent = told.title;
    order.forEach((unit, at) => { cells[at].textContent = told.tell(values[unit]); });
  };
  // In the language of the page, with rows where it is unfolded.
  const build = () => {
    put(element, made("summary", { id: "atlas-list" }, made("h3", {}, title())), element.open ? rows() : "");
    if (element.open) fill();
  };
  element.addEventListener("toggle", () => {
    if (element.open !== Boolean(element.querySelector("table"))) build();
  });
  return { element, build, follow: () => (element.querySelector("table") ? fill() : undefined) };
}
