// Finding a municipality by its name, or by one that it had.
import { made, put } from "./made.js";
import { findIn } from "./finding.js";

const CLOSEST = 12;

// answers: choose(unit), and point(unit) for what is looked at.
export function makeFinder(units, order, words, { choose, point }) {
  const element = made("div", { class: "finding" });
  const found = made("ul", { class: "found" }), told = made("p", { class: "unseen", role: "status" });
  let input = null;

  const take = unit => {
    input.value = "";
    answer();
    choose(unit);
    input.focus();
  };
  const hit = ({ unit, other }) => made("li", {}, made("button", {
    type: "button", onclick: () => take(unit), onpointerenter: () => point(unit), onpointerleave: () => point(undefined),
  }, units.names[unit], other ? made("span", { class: "small" }, words("atlas.find.was", { name: other })) : ""));
  const answer = () => {
    const asked = input.value.trim(), hits = findIn(units, order, asked);
    put(found, hits.slice(0, CLOSEST).map(hit), asked && !hits.length ? made("li", {}, words("atlas.find.none")) : "");
    told.textContent = asked && hits.length ? words(hits.length === 1 ? "atlas.find.one" : "atlas.find.count", { count: words.number(hits.length) }) : "";
  };

  const keys = event => {
    const buttons = [...found.querySelectorAll("button")], at = buttons.indexOf(document.activeElement);
    const step = {
      Enter: () => at < 0 && buttons.length && take(findIn(units, order, input.value)[0].unit),
      ArrowDown: () => buttons[Math.min(at + 1, buttons.length - 1)]?.focus(),
      ArrowUp: () => (at > 0 ? buttons[at - 1] : input).focus(),
      Escape: () => { input.value = ""; answer(); input.focus(); },
    }[event.key];
    // Enter on a name that was found is a click of its button.
    if (!step || (event.key === "Enter" && at >= 0)) return;
    event.preventDefault();
    step();
  };
  element.addEventListener("keydown", keys);

  return {
    element,
    show() {
      input = made("input", { type: "search", id: "atlas-find", autocomplete: "off", spellcheck: "false", placeholder: words("atlas.find.hint"), oninput: answer });
      put(found);
      put(element, made("label", { for: "atlas-find" }, words("atlas.find")), input, found, told);
    },
  };
}
