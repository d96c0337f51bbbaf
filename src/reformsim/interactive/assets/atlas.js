// The country: a value of each municipality by colour, with a list that tells the same, and a sheet or a ledger beside it.
import { made, drawn, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";
import { flag, oneOf } from "./store.js";
import { openTopology } from "./topology.js";
import { CHANCE, WHENS, colourOf, legendOf, scaleOf, valuesOf, tellsOf } from "./shown.js";
import { growing, lawOf, picked, setField, setsField } from "./sets.js";
import { save } from "./taking.js";
import { sheet } from "./sheet.js";
import { ledger } from "./ledger.js";
import { findIn, sortedBy } from "./finding.js";

export const fields = data => (data.map ? {
  shown: oneOf([CHANCE, ...data.map.measures.map(one => one.name)], CHANCE),
  when: oneOf(WHENS, "end"),
  place: oneOf(["", ...data.map.units.codes], ""),
  drawing: flag(),
  sets: setsField(data),
  set: setField,
} : {});

const CLOSEST = 12;

export function mount(element, data, store, words) {
  if (!data.map) return false;
  const { units, topology } = data.map, count = units.codes.length;
  const shapes = openTopology(topology), law = lawOf(data);
  const said = document.getElementById("said");
  const order = sortedBy(units.names);
  const placeOf = () => units.codes.indexOf(store.get().place);

  // ---- The drawing, made once: later only colours and lines are set.
  const areas = units.codes.map((_, unit) => drawn("path", { d: shapes.area(unit), "data-unit": unit }));
  const line = name => drawn("path", { class: name, fill: "none" });
  const outlines = Object.fromEntries(["inner", "provinces", "sets", "halo", "place", "under"].map(name => [name, line(name)]));
  outlines.inner.setAttribute("d", shapes.border(unit => unit));
  // Cells of a schematic map share no lines, so that those between provinces are not to be told from others.
  if (!topology.schematic) outlines.provinces.setAttribute("d", shapes.border(unit => units.province[unit]));
  const svg = drawn("svg", { role: "img", "aria-describedby": "atlas-list", preserveAspectRatio: "xMidYMid meet" },
    drawn("g", { "fill-rule": "evenodd" }, areas), Object.values(outlines));
  const tip = made("div", { class: "tip", "aria-hidden": "true", hidden: true });
  const land = made("div", { class: "land" }, svg, tip);

  // ---- What part of the country is seen.
  const edge = shapes.wide / 100, LEAST = shapes.wide / 16;
  const whole = [-edge, -edge, shapes.wide + 2 * edge, shapes.high + 2 * edge];
  let view = whole;
  const look = () => {
    svg.setAttribute("viewBox", view.map(one => one.toFixed(1)).join(" "));
    land.classList.toggle("near", view[2] < whole[2]);
  };
  const zoom = (times, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
    const wide = Math.min(whole[2], Math.max(LEAST, view[2] / times)), high = wide * whole[3] / whole[2];
    const within = (low, side, size) => Math.min(Math.max(low, whole[side]), whole[side] + whole[side + 2] - size);
    const at = [(x - view[0]) / view[2], (y - view[1]) / view[3]];
    view = [within(x - at[0] * wide, 0, wide), within(y - at[1] * high, 1, high), wide, high];
    look();
  };
  const centre = unit => {
    const [west, north, east, south] = shapes.boxOf(unit), [x, y] = [(west + east) / 2, (north + south) / 2];
    view = [x - view[2] / 2, y - view[3] / 2, view[2], view[3]];
    zoom(1);
  };
  const pointAt = event => {
    const found = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [found.x, found.y];
  };

  // ---- Picking: opens a sheet, or joins a set.
  const undone = [];
  let refused = null;
  const nameOf = unit => units.names[unit];
  const setSets = (sets, set) => {
    const { sets: before, set: grew } = store.get();
    undone.push({ sets: before, set: grew });
    refused = null;
    store.set({ sets, set });
  };
  const pick = unit => {
    if (!store.get().drawing) {
      store.set({ place: units.codes[unit] });
      // Where the sheet lies below the map it would open unseen.
      if (beside.offsetTop > svg.parentElement.offsetTop + svg.clientHeight) beside.scrollIntoView({ block: "nearest" });
      return undefined;
    }
    const found = picked(law, store.get(), unit);
    if (!found.refusal) {
      setSets(found.sets, found.set);
      const now = found.sets[found.set - 1];
      said.textContent = now
        ? words("atlas.said", { names: now.map(nameOf).join(", "), people: words.number(law.together(now).people) })
        : words("atlas.said.none");
      return undefined;
    }
    refused = { ...found, unit };
    said.textContent = why();
    return aside();
  };
  const why = () => refused && words(`atlas.refused.${refused.refusal}`, {
    name: nameOf(refused.unit), others: store.get().sets[growing(store.get()) - 1].map(nameOf).join(", "),
  });
  const actions = {
    pick,
    open: unit => store.set({ drawing: false, place: units.codes[unit] }),
    why,
    refused: () => refused,
    begin: unit => setSets([...store.get().sets, [unit]], store.get().sets.length + 1),
    grow: set => { refused = null; store.set({ set }); aside(); },
    undo: () => {
      const last = undone.pop();
      refused = null;
      if (last) store.set(last);
      aside();
    },
    undoable: () => undone.length > 0,
    clear: () => setSets([], 0),
    drop: at => setSets(store.get().sets.filter((_, other) => other !== at), 0),
    point: unit => point(unit),
    save: (name, text) => save(new Blob([text], { type: "application/yaml" }), name),
  };

  // ---- Colours, lines, legend.
  const shownNow = () => {
    const state = store.get(), world = worldOf(state, data);
    return { state, world, values: valuesOf(data, state, world), scale: scaleOf(data, state) };
  };
  const paint = () => {
    const { state, values, scale } = shownNow();
    const set = growing(state), own = new Map();
    state.sets.forEach((one, at) => one.forEach(unit => own.set(unit, at)));
    const joining = new Set(state.drawing && set ? state.sets[set - 1].flatMap(unit => law.beside[unit]).filter(unit => !own.has(unit)) : []);
    areas.forEach((area, unit) => {
      const in_a_set = state.drawing && own.has(unit);
      area.style.fill = in_a_set ? `var(--set-${own.get(unit) % 6})` : state.drawing ? "" : colourOf(scale, values[unit]);
      area.setAttribute("class", in_a_set ? "joined" : joining.has(unit) ? "joining" : "");
    });
    svg.classList.toggle("drawing", state.drawing);
    const label = state.drawing ? unit => own.get(unit) : () => undefined;
    outlines.sets.setAttribute("d", state.drawing ? shapes.border(label) : "");
    const place = placeOf();
    const around = place >= 0 && !state.drawing ? shapes.border(unit => (unit === place ? 1 : undefined)) : "";
    for (const name of ["halo", "place"]) outlines[name].setAttribute("d", around);
    svg.setAttribute("aria-label", state.drawing ? words("atlas.draw.alt") : tellsOf(data, state, words));
  };
  const point = unit => outlines.under.setAttribute("d", unit === undefined ? "" : shapes.border(one => (one === unit ? 1 : undefined)));

  // ---- Pointer.
  const unitOf = event => (event.target.dataset?.unit === undefined ? undefined : Number(event.target.dataset.unit));
  const valueText = unit => {
    const { state, values } = shownNow();
    if (state.drawing) return words("atlas.people", { people: words.number(data.law.units.people[unit]) });
    return legendOf(data, state, words).tell(values[unit]);
  };
  let dragged = null;
  const hover = event => {
    const unit = unitOf(event);
    point(unit);
    tip.hidden = unit === undefined || event.pointerType === "touch";
    if (tip.hidden) return;
    put(tip, made("strong", {}, nameOf(unit)), made("span", {}, valueText(unit)));
    const box = land.getBoundingClientRect(), [x, y] = [event.clientX - box.left, event.clientY - box.top];
    tip.style.left = `${Math.min(x + 14, box.width - tip.offsetWidth - 2)}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > box.height ? y - tip.offsetHeight - 8 : y + 18}px`;
  };
  svg.addEventListener("pointermove", event => {
    if (!dragged) return hover(event);
    const [x, y] = pointAt(event), far = Math.hypot(event.clientX - dragged.clientX, event.clientY - dragged.clientY);
    dragged.moved ||= far > 6;
    if (!dragged.moved || view[2] === whole[2]) return undefined;
    tip.hidden = true;
    view = [view[0] - x + dragged.x, view[1] - y + dragged.y, view[2], view[3]];
    return zoom(1);
  });
  svg.addEventListener("pointerdown", event => {
    const [x, y] = pointAt(event);
    dragged = { x, y, clientX: event.clientX, clientY: event.clientY, moved: false };
  });
  svg.addEventListener("pointerup", event => {
    const unit = unitOf(event), moved = dragged?.moved;
    dragged = null;
    if (!moved && unit !== undefined) pick(unit);
  });
  for (const name of ["pointerleave", "pointercancel"]) {
    svg.addEventListener(name, () => {
      dragged = null;
      tip.hidden = true;
      point(undefined);
    });
  }
  svg.addEventListener("wheel", event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.3 : 1 / 1.3, ...pointAt(event));
  }, { passive: false });

  // ---- Controls.
  const bar = made("div", { class: "bar" }), finding = made("div", { class: "finding" });
  const legend = made("div", { class: "legend" }), beside = made("div", { class: "aside", role: "region", tabindex: -1 });
  const twin = made("details", { id: "atlas-twin" });
  const nearer = made("div", { class: "zoom", role: "group" });
  land.append(nearer);

  const controls = () => {
    const { shown, when, drawing } = store.get();
    const option = (value, label) => made("option", { value, selected: value === shown }, label);
    const world = worldOf(store.get(), data), { years } = data.meta, [first, last] = [years[0], years[years.length - 1]];
    put(bar,
      made("button", { type: "button", id: "atlas-draw", "aria-pressed": String(drawing), onclick: () => store.set({ drawing: !store.get().drawing }) }, words("atlas.draw")),
      drawing ? "" : [
        made("label", { for: "atlas-shown" }, words("atlas.shown")),
        made("select", { id: "atlas-shown", onchange: event => store.set({ shown: event.target.value }) },
          option(CHANCE, words("atlas.chance", { year: last })),
          data.map.measures.map(one => option(one.name, words.pick(one.title)))),
        shown === CHANCE ? "" : made("label", { for: "atlas-when", class: "unseen" }, words("atlas.when")),
        shown === CHANCE ? "" : made("select", { id: "atlas-when", onchange: event => store.set({ when: event.target.value }) },
          WHENS.filter(one => world || one !== "difference" || one === when).map(one => made("option", { value: one, selected: one === when }, words(`atlas.when.${one}`, { first, last, base: words.pick(data.packages.worlds[0].title) })))),
      ]);
    const button = (id, label, act) => made("button", { type: "button", id: `zoom-${id}`, "aria-label": words(`atlas.zoom.${id}`), title: words(`atlas.zoom.${id}`), onclick: act }, label);
    nearer.setAttribute("aria-label", words("atlas.zoom"));
    put(nearer, button("in", "+", () => zoom(1.6)), button("out", "\u2212", () => zoom(1 / 1.6)), button("all", "\u25a1", () => { view = whole; look(); }));
  };

  const finder = () => {
    const input = made("input", { type: "search", id: "atlas-find", autocomplete: "off", spellcheck: "false", placeholder: words("atlas.find.hint") });
    const found = made("ul", { class: "found" }), told = made("p", { class: "unseen", role: "status" });
    const choose = unit => {
      input.value = "";
      put(found);
      if (view[2] < whole[2]) centre(unit);
      pick(unit);
      input.focus();
    };
    const answer = () => {
      const hits = findIn(units, order, input.value);
      put(found, hits.slice(0, CLOSEST).map(({ unit, other }) => made("li", {},
        made("button", { type: "button", onclick: () => choose(unit), onpointerenter: () => point(unit), onpointerleave: () => point(undefined) },
          nameOf(unit), other ? made("span", { class: "small" }, words("atlas.find.was", { name: other })) : ""))));
      told.textContent = input.value.trim() ? words(hits.length === 1 ? "atlas.find.one" : "atlas.find.count", { count: words.number(hits.length) }) : "";
      found.classList.toggle("none", Boolean(input.value.trim()) && !hits.length);
      if (input.value.trim() && !hits.length) put(found, made("li", {}, words("atlas.find.none")));
    };
    input.addEventListener("input", answer);
    finding.onkeydown = event => {
      const buttons = [...found.querySelectorAll("button")], at = buttons.indexOf(document.activeElement);
      if (event.key === "Enter" && document.activeElement === input && buttons.length) {
        event.preventDefault();
        buttons[0].click();
      } else if (event.key === "ArrowDown" && buttons.length) {
        event.preventDefault();
        buttons[Math.min(at + 1, buttons.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (at ? buttons[at - 1] : input).focus();
      } else if (event.key === "Escape") {
        input.value = "";
        put(found);
        input.focus();
      }
    };
    put(finding, made("label", { for: "atlas-find" }, words("atlas.find")), input, found, told);
  };

  // ---- Legend, what lies beside the map, and the list that tells the same.
  const explain = () => {
    const { state } = shownNow();
    const { title, classes } = state.drawing
      ? { title: words("atlas.draw.legend"), classes: [] }
      : legendOf(data, state, words);
    put(legend,
      made("p", {}, title),
      classes.length ? made("ul", {}, classes.map(({ colour, label }) => made("li", {}, made("span", { class: "chip", style: `background:${colour}` }), label))) : "",
      topology.schematic ? made("p", { class: "note" }, words("maps.schematic")) : "",
      state.drawing ? "" : made("p", { class: "note" }, words(state.shown === CHANCE ? "atlas.note.chance" : "atlas.note", { first: data.meta.years[0] })));
  };
  const aside = () => {
    const { drawing } = store.get();
    beside.setAttribute("aria-label", words(drawing ? "atlas.draw" : "atlas.sheet"));
    const focused = beside.contains(document.activeElement), code = document.activeElement.id?.replace(/^(in|add)-/, "");
    const open = [...beside.querySelectorAll("details[open]")].map(one => one.id);
    put(beside, drawing ? ledger(data, store, words, actions) : sheet(data, store, words, actions, placeOf()));
    // What one has unfolded stays so.
    open.forEach(id => beside.querySelector(`#${id}`)?.setAttribute("open", ""));
    // What was joined or taken out by keyboard has gone from one list to the other, and the focus with it.
    if (!focused || beside.contains(document.activeElement)) return;
    const moved = ["in", "add"].map(list => document.getElementById(`${list}-${code}`)).find(Boolean);
    (moved ?? beside).focus({ preventScroll: true });
  };
  const list = () => {
    const { open } = twin, { state, values } = shownNow();
    put(twin, made("summary", { id: "atlas-list" }, made("h3", {}, words("atlas.list", { count: words.number(count) }))));
    twin.open = open;
    if (!open) return;
    const told = legendOf(data, state, words);
    const row = unit => made("tr", {},
      made("th", { scope: "row" }, made("button", { type: "button", class: "name", id: `list-${units.codes[unit]}`, onclick: () => pick(unit) }, nameOf(unit))),
      made("td", {}, data.map.provinces[units.province[unit]]),
      made("td", { class: "number" }, words.number(data.law.units.people[unit])),
      made("td", { class: "number" }, told.tell(values[unit])));
    twin.append(made("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words("atlas.list", { count }) },
      made("table", {},
        made("thead", {}, made("tr", {}, [words("atlas.list.name"), words("atlas.list.province"), words("atlas.list.people"), told.title]
          .map((head, at) => made("th", { scope: "col", class: at > 1 ? "number" : "" }, head)))),
        made("tbody", {}, order.map(row)))));
  };
  twin.addEventListener("toggle", () => { if (twin.open !== Boolean(twin.querySelector("table"))) list(); });

  const head = made("h2");
  put(element, head, bar, made("div", { class: "atlas" }, made("div", { class: "country" }, finding, land, legend), beside), twin);
  const answer = () => { controls(); paint(); explain(); aside(); list(); };
  const all = () => { head.textContent = words("atlas.title"); finder(); answer(); };
  store.on(["lang"], all);
  store.on(["shown", "when", "drawing", ...WORLD], answer);
  store.on(["sets", "set"], () => { paint(); aside(); });
  store.on(["place"], () => {
    paint();
    aside();
    if (placeOf() >= 0) said.textContent = words("atlas.opened", { name: nameOf(placeOf()) });
  });
  look();
  all();
  return true;
}
