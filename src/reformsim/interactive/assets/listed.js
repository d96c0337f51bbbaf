// The map as a list, which tells the same to who does not see it; its rows are made when it is unfolded.
import { made, put } from "./made.js";
import { legendOf } from "./shown.js";

export function makeList(data, words, order, { shown, pick }) {
  const { units, provinces } = data.map, element = made("details", { id: "atlas-twin" });
  const title = () => words("atlas.list", { count: words.number(order.length) });

  const rows = () => {
    const { state, values } = shown(), told = legendOf(data, state, words);
    const heads = [...["name", "province", "people"].map(key => words(`atlas.list.${key}`)), told.title];
    const row = unit => made("tr", {},
      made("th", { scope: "row" }, made("button", { type: "button", class: "name", id: `list-${units.codes[unit]}`, onclick: () => pick(unit) }, units.names[unit])),
      made("td", {}, provinces[units.province[unit]]),
      made("td", { class: "number" }, words.number(data.law.units.people[unit])),
      made("td", { class: "number" }, told.tell(values[unit])));
    return made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title() }, made("table", {},
      made("thead", {}, made("tr", {}, heads.map((head, at) => made("th", { scope: "col", class: at > 1 ? "number" : "" }, head)))),
      made("tbody", {}, order.map(row))));
  };
  const show = () => put(element, made("summary", { id: "atlas-list" }, made("h3", {}, title())), element.open ? rows() : "");
  element.addEventListener("toggle", () => {
    if (element.open !== Boolean(element.querySelector("table"))) show();
  });
  return { element, show };
}
