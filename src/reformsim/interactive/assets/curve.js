// One measure by year: the chosen world and the first one, each a line with a band in two shades.
import { made, put } from "./made.js";
import { flag, oneOf } from "./store.js";
import { WORLD, worldOf } from "./choosing.js";
import { plot } from "./plot.js";

const first = data => (data.measures.find(one => one.promise) ?? data.measures[0])?.name;

export const fields = data => ({
  measure: oneOf(data.measures.map(one => one.name), first(data)),
  beside: flag(true),
});

const onScreen = {
  ink: "var(--ink)", quiet: "var(--quiet)", grid: "var(--line)", paper: "var(--paper)",
  colour: light => `var(--c-${light.slice(1)}, ${light})`,
};
export const onPaper = { ink: "#1d2127", quiet: "#565c66", grid: "#d7dbe0", paper: "#ffffff", colour: light => light };

// Worlds of the curve: the chosen one, and the first unless it is that or is not wanted.
export const shownWorlds = (state, data) => {
  return [...new Set([...(state.beside ? [0] : []), worldOf(state, data)])];
};

export const measureOf = (state, data) => data.measures.find(one => one.name === state.measure);

// The numbers of a measure in a world: statistics by name, each by year, in the unit in which they are told.
export function courseOf(data, measure, world) {
  const row = at => Array.from(data.bands[measure.name].row(at, world), value => value * measure.times);
  return Object.fromEntries(data.course.map((name, at) => [name, row(at)]));
}

export function drawing(state, data, words, { width, height, look }) {
  const measure = measureOf(state, data), worlds = shownWorlds(state, data), { years } = data.meta;
  const series = worlds.map(at => ({
    title: words.pick(data.packages.worlds[at].title),
    colour: look.colour(data.packages.worlds[at].colour),
    dashed: at === 0 && worlds.length > 1,
    ...courseOf(data, measure, at),
  }));
  const decimals = series.length ? words.decimals(series.flatMap(one => one.median), measure.counted) : 0;
  const number = (value, step) => words.number(value, Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9))));
  return { ...plot({ years, series, label: told(measure, series, years, words, decimals), number, width, height, ink: look }), series, decimals };
}

const told = (measure, series, years, words, decimals) => {
  const each = series.map(one => words("interactive.curve.moved", {
    title: one.title,
    start: words.number(one.median[0], decimals),
    end: words.number(one.median[one.median.length - 1], decimals),
  }));
  return words("interactive.curve.alt", {
    measure: words.pick(measure.title), first: years[0], last: years[years.length - 1], each: each.join("; "),
  });
};

export function mount(element, data, store, words) {
  if (!data.measures.length) return false;
  const box = made("div", { class: "plot" }), reading = made("div", { class: "reading" });
  let at = data.meta.years.length - 1, now;

  const option = one => made("option", { value: one.name, selected: one.name === store.get().measure }, words.pick(one.title));
  const group = (key, which) => {
    const found = data.measures.filter(which);
    return found.length ? made("optgroup", { label: words(key) }, found.map(option)) : "";
  };
  const controls = () => [
    made("h2", { id: "curve-title" }, words("interactive.curve")),
    made("div", { class: "bar" },
      made("label", { for: "measure" }, words("interactive.curve.measure")),
      made("select", { id: "measure", onchange: event => store.set({ measure: event.target.value }) },
        group("interactive.curve.promises", one => one.promise),
        group("screen.price.title", one => one.price),
        group("interactive.curve.others", one => !one.promise && !one.price)),
      made("label", { class: "choice", for: "beside" },
        made("input", {
          type: "checkbox", id: "beside", checked: store.get().beside,
          onchange: event => store.set({ beside: event.target.checked }),
        }),
        made("span", {}, words("interactive.curve.beside", { title: words.pick(data.packages.worlds[0].title) })))),
  ];

  const head = () => {
    const measure = measureOf(store.get(), data), unit = words.pick(measure.unit);
    const apart = now.series.some(one => one.chance_low.some(Number.isFinite));
    const shades = [words("common.median"), ...(apart ? ["chance", "both"].map(kind => words(`common.shade.${kind}`)) : [words("interactive.curve.band")])];
    return [
      made("h3", { class: "measure" }, words.pick(measure.title), unit && made("span", { class: "quiet" }, ` (${unit})`)),
      made("p", { class: "note" }, shades.join("; "), ". ", words(`interactive.better.${measure.better}`)),
    ];
  };

  // The numbers of one year, in words.
  const read = () => {
    const measure = measureOf(store.get(), data), year = data.meta.years[at];
    const each = now.series.map(one => {
      const range = words.range(one.low[at], one.high[at], now.decimals);
      const value = words.number(one.median[at], now.decimals);
      return { title: one.title, colour: one.colour, text: range ? `${value} (${range})` : value };
    });
    put(reading, made("p", {}, made("strong", {}, String(year)), " ", words.pick(measure.unit)),
      each.map(one => made("p", {}, made("span", { class: "swatch", style: `background:${one.colour}` }), one.title, ": ", made("b", {}, one.text))));
    box.setAttribute("aria-valuenow", year);
    box.setAttribute("aria-valuetext", [year, ...each.map(one => `${one.title}: ${one.text}`)].join("; "));
    const line = now.svg.querySelector(".at"), where = now.x(year);
    line.setAttribute("x1", where);
    line.setAttribute("x2", where);
  };
  const go = to => {
    const next = Math.max(0, Math.min(data.meta.years.length - 1, to));
    if (next !== at) {
      at = next;
      read();
    }
  };
  box.addEventListener("pointermove", event => {
    const { years } = data.meta, wanted = event.clientX - box.getBoundingClientRect().left;
    const gaps = years.map(year => Math.abs(now.x(year) - wanted));
    go(gaps.indexOf(Math.min(...gaps)));
  });
  box.addEventListener("keydown", event => {
    const last = data.meta.years.length - 1;
    const to = {
      ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1,
      PageDown: at - 5, PageUp: at + 5, Home: 0, End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });

  const show = () => {
    const width = Math.max(280, Math.round(element.clientWidth || 640));
    now = drawing(store.get(), data, words, { width, height: width < 560 ? 280 : 380, look: onScreen });
    const { svg, plotted, series } = now;
    svg.removeAttribute("role");
    svg.setAttribute("aria-hidden", "true");
    const cross = svg.ownerDocument.createElementNS(svg.namespaceURI, "line");
    for (const [name, value] of Object.entries({ class: "at", y1: plotted.top, y2: plotted.bottom })) cross.setAttribute(name, value);
    svg.append(cross);
    for (const [name, value] of Object.entries({
      tabindex: 0, role: "slider", "aria-label": `${svg.getAttribute("aria-label")} ${words("interactive.curve.keys")}`,
      "aria-valuemin": data.meta.years[0], "aria-valuemax": data.meta.years[data.meta.years.length - 1],
    })) box.setAttribute(name, value);
    put(box, svg);
    put(below, head(), width < 560 ? made("ul", { class: "keys" }, series.map(one => made("li", {}, made("span", { class: "swatch", style: `background:${one.colour}` }), one.title))) : "");
    read();
  };
  const below = made("div");
  const whole = () => {
    put(element, controls(), below, box, reading);
    show();
  };
  const chosen = () => {
    element.querySelector("#measure").value = store.get().measure;
    element.querySelector("#beside").checked = store.get().beside;
    show();
  };
  store.on("lang", whole);
  store.on(["measure", "beside", ...WORLD], chosen);
  let known = 0;
  new ResizeObserver(() => {
    if (element.clientWidth && element.clientWidth !== known) {
      known = element.clientWidth;
      show();
    }
  }).observe(element);
  whole();
}
