// The first screen of the report for the world that is chosen: promises, price, and a sentence to read out.
import { made, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";
import { emulated, valueOf } from "./emulator.js";
import { rowOf } from "./table.js";

export function mount(element, data, store, words) {
  const card = one => {
    const [promise, effect, unit, spread, verdict, reason] = one.texts.map(words.text);
    return made("li", { class: `promise ${one.kind}` },
      made("h3", {}, promise),
      made("p", { class: "effect" }, effect),
      made("p", { class: "what" }, unit),
      assumed(one.measure),
      spread && made("p", { class: "spread" }, spread),
      verdict && made("p", { class: "verdict" },
        made("span", { "aria-hidden": "true" }, one.mark), " ", made("strong", {}, verdict),
        reason && made("span", { class: "reason" }, reason)),
      verdict ? "" : counted(one.measure),
      one.beside.length ? made("div", { class: "beside" }, one.beside.map(at => made("p", {}, words.text(at)))) : "");
  };
  // Where draws are too few for a verdict, how many of them have the direction.
  const counted = name => {
    const at = worldOf(store.get(), data), all = data.meta.replicates;
    const share = at && data.meta.few ? data.effects.numbers[name].at(data.effect.indexOf("same_sign"), at) : NaN;
    return Number.isFinite(share) ? made("p", { class: "verdict" }, words("interactive.sign", {
      count: words.number(Math.round(share * all)), all: words.number(all),
    })) : "";
  };
  const assumed = name => {
    const measure = data.measures.find(one => one.name === name), value = emulated(store.get(), data, measure);
    return value === undefined ? "" : made("p", { class: "assumed" }, words("interactive.assume.card", {
      value: words.number(value, rowOf(data, measure, worldOf(store.get(), data), words).decimals, true),
    }));
  };
  // What the title does not say: which of many parts are carried out, and which assumptions are held.
  const also = () => {
    const { on, assume } = store.get(), { players, kind } = data.packages, told = [];
    const there = players.filter(one => on.includes(one.id)).map(one => words.pick(one.title));
    if (kind === "parts" && there.length > 3 && there.length < players.length) {
      told.push(words("interactive.cards.parts", { names: there.join(", ") }));
    }
    for (const one of data.emulator?.parameters ?? []) {
      if (!(one.name in assume)) continue;
      const value = words.plain(valueOf(one, assume[one.name]));
      told.push(words("interactive.cards.held", { name: words.pick(one.title), value }));
    }
    return told.map(text => made("p", { class: "note" }, text));
  };
  const price = rows => [
    made("h3", {}, words("screen.price.title")),
    made("dl", { class: "price" }, rows.map(([name, text]) => made("div", {},
      made("dt", {}, words.text(name)), made("dd", {}, words.text(text))))),
  ];
  const show = () => {
    const at = worldOf(store.get(), data);
    const told = data.said[at], sentence = words.text(told.sentence), count = words.number(data.meta.replicates);
    put(element,
      made("h2", { id: "cards-title" }, words.pick(data.packages.worlds[at].title)),
      also(),
      made("ul", { class: "cards" }, told.cards.map(card)),
      data.meta.few && at ? made("p", { class: "notice" }, words("interactive.few", { count })) : "",
      told.price.length ? price(told.price) : "",
      sentence && made("div", { class: "quote" },
        made("p", { class: "quiet" }, words("screen.aloud")), made("blockquote", {}, sentence)));
  };
  // A change is said to who does not see it; the first state is read as any page is.
  const say = () => {
    const at = worldOf(store.get(), data);
    const told = [words.pick(data.packages.worlds[at].title), words.text(data.said[at].sentence)];
    document.getElementById("said").textContent = told.filter(Boolean).join(". ");
  };
  store.on(["lang", "assume", ...WORLD], show);
  store.on(WORLD, say);
  store.on("lang", () => { document.getElementById("said").textContent = ""; });
  show();
}
