// The country: a value of each municipality by colour, a list that tells the same, and a sheet or a ledger beside it.
import { made, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";
import { flag, oneOf } from "./store.js";
import { openTopology } from "./topology.js";
import { CHANCE, WHENS, colourOf, legendOf, scaleOf, tellsOf, valuesOf } from "./shown.js";
import { COLOURS, growing, lawOf, setField, setsField } from "./sets.js";
import { makeDrawing } from "./drawing.js";
import { makeFinder } from "./finder.js";
import { makeLand } from "./land.js";
import { makeList } from "./listed.js";
import { mapCsv, mapFigure } from "./mapfile.js";
import { png, save, source } from "./taking.js";
import { ledger } from "./ledger.js";
import { sheet } from "./sheet.js";
import { sortedBy } from "./finding.js";

export const fields = data => (data.map ? {
  shown: oneOf([CHANCE, ...data.map.measures.map(one => one.name)], CHANCE),
  when: oneOf(WHENS, "end"),
  place: oneOf(["", ...data.map.units.codes], ""),
  drawing: flag(),
  sets: setsField(data),
  set: setField,
} : {});

export function mount(element, data, store, words) {
  if (!data.map) return false;
  const { units } = data.map, shapes = openTopology(data.map.topology), order = sortedBy(units.names);
  const head = made("h2"), bar = made("div", { class: "bar" }), legend = made("div", { class: "legend" });
  const beside = made("div", { class: "aside", role: "region", tabindex: -1 });
  const shown = () => shownNow(data, store.get());
  const aside = () => besides(beside, data, store, words, actions);
  const drawing = makeDrawing(data, store, words, aside);

  const pick = unit => {
    if (store.get().drawing) return drawing.pick(unit);
    store.set({ place: units.codes[unit] });
    // Where the sheet lies below the map it would open unseen.
    if (beside.offsetTop > land.svg.clientHeight) beside.scrollIntoView({ block: "nearest" });
    return undefined;
  };
  const land = makeLand(data.map, shapes, { pick, tell: unit => told(data, store.get(), words, unit) });
  const finder = makeFinder(units, order, words, { point: land.point, choose: unit => { land.show(unit); pick(unit); } });
  const list = makeList(data, words, order, { shown, pick });
  const actions = { ...drawing, pick, point: land.point, save: (name, text) => save(new Blob([text], { type: "application/yaml" }), name) };

  const paint = () => land.paint(painting(data, store.get(), words));
  const answer = () => {
    controls(bar, data, store, words);
    paint();
    explain(legend, data, store, words, shapes);
    aside();
    list.follow();
  };
  const all = () => {
    head.textContent = words("atlas.title");
    finder.show();
    land.controls(words);
    list.build();
    answer();
  };
  put(element, head, bar, made("div", { class: "atlas" }, made("div", { class: "country" }, finder.element, land.element, legend), beside), list.element);
  store.on("lang", all);
  store.on(["shown", "when", "drawing", ...WORLD], answer);
  store.on(["sets", "set", "place"], () => {
    paint();
    aside();
  });
  store.on("place", ({ place }) => {
    if (place) document.getElementById("said").textContent = words("atlas.opened", { name: units.names[units.codes.indexOf(place)] });
  });
  all();
  return true;
}

const shownNow = (data, state) => {
  const world = worldOf(state, data);
  return { state, world, values: valuesOf(data, state, world), scale: scaleOf(data, state) };
};

// The set of each unit that is in one.
const setOf = ({ sets }) => new Map(sets.flatMap((set, at) => set.map(unit => [unit, at])));

// What the tip says of a municipality.
const told = (data, state, words, unit) => (state.drawing
  ? words("atlas.people", { people: words.number(data.law.units.people[unit]) })
  : legendOf(data, state, words).tell(shownNow(data, state).values[unit]));

// Colours and lines of the map as the state asks for them.
function painting(data, state, words) {
  const { codes } = data.map.units;
  if (!state.drawing) {
    const { values, scale } = shownNow(data, state), place = codes.indexOf(state.place);
    const colours = values.map(value => colourOf(scale, value));
    return { colours, classes: codes.map(() => ""), place: place < 0 ? undefined : place, drawing: false, label: tellsOf(data, state, words) };
  }
  const own = setOf(state), set = growing(state), { beside } = lawOf(data);
  const joining = new Set(set ? state.sets[set - 1].flatMap(unit => beside[unit]) : []);
  return {
    colours: codes.map((_, unit) => (own.has(unit) ? `var(--set-${own.get(unit) % COLOURS})` : "")),
    classes: codes.map((_, unit) => (own.has(unit) ? "joined" : joining.has(unit) ? "joining" : "")),
    sets: unit => own.get(unit),
    drawing: true,
    label: words("atlas.draw.alt"),
  };
}

// What is shown, and of when; and the switch to drawing.
function controls(bar, data, store, words) {
  const { shown, when, drawing } = store.get(), { years } = data.meta;
  const about = { first: years[0], last: years[years.length - 1], base: words.pick(data.packages.worlds[0].title) };
  const box = (id, name, chosen, options) => made("select", { id, onchange: event => store.set({ [name]: event.target.value }) },
    options.map(([value, label]) => made("option", { value, selected: value === chosen }, label)));
  const measures = [[CHANCE, words("atlas.chance", { year: about.last })], ...data.map.measures.map(one => [one.name, words.pick(one.title)])];
  // The first world differs from itself in nothing.
  const whens = WHENS.filter(one => one !== "difference" || one === when || worldOf(store.get(), data));
  put(bar,
    made("button", { type: "button", id: "atlas-draw", "aria-pressed": String(drawing), onclick: () => store.set({ drawing: !store.get().drawing }) }, words("atlas.draw")),
    drawing ? "" : [
      made("label", { for: "atlas-shown" }, words("atlas.shown")),
      box("atlas-shown", "shown", shown, measures),
      shown === CHANCE ? "" : [
        made("label", { for: "atlas-when", class: "unseen" }, words("atlas.when")),
        box("atlas-when", "when", when, whens.map(one => [one, words(`atlas.when.${one}`, about)])),
      ],
    ]);
}

// The legend, what the numbers are, and the map as a file.
function explain(legend, data, store, words, shapes) {
  const state = store.get(), { topology } = data.map;
  const { title, classes } = state.drawing ? { title: words("atlas.draw.legend"), classes: [] } : legendOf(data, state, words);
  const note = words(state.shown === CHANCE ? "atlas.note.chance" : "atlas.note", { first: data.meta.years[0] });
  const files = filesOf(data, store, words, shapes);
  put(legend,
    made("p", {}, title),
    classes.length ? made("ul", {}, classes.map(({ colour, label }) => made("li", {}, made("span", { class: "chip", style: `background:${colour}` }), label))) : "",
    topology.schematic ? made("p", { class: "note" }, words("maps.schematic")) : "",
    state.drawing ? "" : made("p", { class: "note" }, note),
    made("p", { class: "buttons" }, Object.entries(files).map(([kind, blob]) => made("button", {
      type: "button", id: `map-${kind}`, onclick: async () => save(await blob(), `map.${kind}`),
    }, words(`atlas.save.${kind}`)))));
}

function filesOf(data, store, words, shapes) {
  const picture = () => {
    const state = store.get(), { values, scale } = shownNow(data, state), own = setOf(state), { colours } = data.map;
    const { title, classes } = state.drawing ? { title: words("atlas.draw.title"), classes: [] } : legendOf(data, state, words);
    const drawn = unit => (own.has(unit) ? colours[own.get(unit) % COLOURS] : "#f3f5f7");
    const fills = values.map((value, unit) => (state.drawing ? drawn(unit) : colourOf(scale, value)));
    return mapFigure({ data, words, shapes, fills, title, classes, label: unit => (state.drawing ? own.get(unit) : undefined) });
  };
  const table = () => {
    const state = store.get();
    if (state.drawing) return mapCsv(data, data.law.units.people, words("atlas.inhabitants"));
    return mapCsv(data, shownNow(data, state).values, legendOf(data, state, words).title);
  };
  return {
    svg: () => new Blob([source(picture())], { type: "image/svg+xml" }),
    png: () => png(picture()),
    csv: () => new Blob([table()], { type: "text/csv" }),
  };
}

// The sheet or the ledger; what one has unfolded stays so.
function besides(beside, data, store, words, actions) {
  const { drawing, place } = store.get();
  const focused = beside.contains(document.activeElement), code = document.activeElement?.id.replace(/^(in|add)-/, "");
  const open = [...beside.querySelectorAll("details[open]")].map(one => one.id);
  beside.setAttribute("aria-label", words(drawing ? "atlas.draw" : "atlas.sheet"));
  put(beside, drawing ? ledger(data, store, words, actions) : sheet(data, store, words, actions, data.map.units.codes.indexOf(place)));
  open.forEach(id => document.getElementById(id)?.setAttribute("open", ""));
  // What was joined or taken out by keyboard has gone from one list to the other, and the focus with it.
  if (!focused || beside.contains(document.activeElement)) return;
  const gone = ["in", "add"].map(list => document.getElementById(`${list}-${code}`)).find(Boolean);
  (gone ?? beside).focus({ preventScroll: true });
}
