// One measure by year: the chosen world and the first one, each a line with a band in two shades.
import { drawn, made, put } from "./made.js";
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
export const onPaper = {
  ink: "#1d2127", quiet: "#565c66", grid: "#d7dbe0", paper: "#ffffff", colour: light => light,
};

// Worlds of the curve: the chosen one, and the first unless it is that or is not wanted.
const shownWorlds = (state, data) => [...new Set([...(state.beside ? [0] : []), worldOf(state, data)])];

export const measureOf = (state, data) => data.measures.find(one => one.name === state.measure);

// The numbers of a measure in a world: statistics by name, each by year, in the unit in which they are told.
export function courseOf(data, measure, world) {
  const row = at => Array.from(data.bands[measure.name].row(at, world), value => value * measure.times);
  return Object.fromEntries(data.course.map((name, at) => [name, row(at)]));
}

// What line and bands are, in words.
export function shadesOf(series, words) {
  // Where nothing varies chance does nothing, whether it is told apart or not.
  const known = one => one.chance_low.some((value, at) => Number.isFinite(value) && one.high[at] > one.low[at]);
  const apart = series.some(known);
  const bands = apart ? ["common.shade.chance", "common.shade.both"] : ["interactive.curve.band"];
  return ["common.median", ...bands].map(key => words(key)).join("; ");
}

// The curve of a state, with its series and the decimals in which its numbers are told.
export function drawing(state, data, words, { width, height, look }) {
  const measure = measureOf(state, data), worlds = shownWorlds(state, data), { years } = data.meta;
  const series = worlds.map(at => ({
    title: words.pick(data.packages.worlds[at].title),
    colour: look.colour(data.packages.worlds[at].colour),
    dashed: at === 0 && worlds.length > 1,
    ...courseOf(data, measure, at),
  }));
  const decimals = words.decimals(series.flatMap(one => one.median), measure.counted);
  const places = step => Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  const number = (value, step) => words.number(value, places(step));
  const label = toldOf(measure, series, years, words, decimals);
  return { ...plot({ years, series, label, number, width, height, ink: look }), series, decimals };
}

const toldOf = (measure, series, years, words, decimals) => {
  const each = series.map(one => words("interactive.curve.moved", {
    title: one.title,
    start: words.number(one.median[0], decimals),
    end: words.number(one.median[one.median.length - 1], decimals),
  }));
  return words("interactive.curve.alt", {
    measure: words.pick(measure.title), first: years[0], last: years[years.length - 1], each: each.join("; "),
  });
};

const swatch = colour => made("span", { class: "swatch", style: `background:${colour}` });

// What one chooses of the curve: the measure, and whether the first world stands beside.
function controls(data, store, words) {
  const { measure, beside } = store.get();
  const option = one => made("option", { value: one.name, selected: one.name === measure }, words.pick(one.title));
  const group = (key, which) => {
    const found = data.measures.filter(which);
    return found.length ? made("optgroup", { label: words(key) }, found.map(option)) : "";
  };
  return [
    made("h2", { id: "curve-title" }, words("interactive.curve")),
    made("div", { class: "bar" },
      made("label", { for: "measure" }, words("interactive.curve.measure")),
      made("select", { id: "measure", onchange: event => store.set({ measure: event.target.value }) },
        group("interactive.curve.promises", one => one.promise),
        group("screen.price.title", one => one.price),
        group("interactive.curve.others", one => !one.promise && !one.price)),
      made("label", { class: "choice", for: "beside" },
        made("input", {
          type: "checkbox", id: "beside", checked: beside,
          onchange: event => store.set({ beside: event.target.checked }),
        }),
        made("span", {}, words("interactive.curve.beside", { title: words.pick(data.packages.worlds[0].title) })))),
  ];
}

// What stands above the curve: its measure, how to read it, and on a narrow screen whose the lines are.
function head(now, measure, words, narrow) {
  const unit = words.pick(measure.unit);
  const key = one => made("li", {}, swatch(one.colour), one.title);
  return [
    made("h3", { class: "measure" }, words.pick(measure.title), unit && made("span", { class: "quiet" }, ` (${unit})`)),
    made("p", { class: "note" }, [
      `${shadesOf(now.series, words)}.`, words(`interactive.better.${measure.better}`), words("interactive.curve.scale"),
    ].join(" ")),
    narrow ? made("ul", { class: "keys" }, now.series.map(key)) : "",
  ];
}

// The numbers of one year by world, in words.
const numbersAt = (now, at, words) => now.series.map(one => {
  const value = words.number(one.median[at], now.decimals);
  const range = words.range(one.low[at], one.high[at], now.decimals);
  return { title: one.title, colour: one.colour, text: range ? `${value} (${range})` : value };
});

const step = (key, at, last) => ({
  ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1,
  PageDown: at - 5, PageUp: at + 5, Home: 0, End: last,
})[key];

export function mount(element, data, store, words) {
  if (!data.measures.length) return false;
  const { years } = data.meta, last = years.length - 1;
  const above = made("div"), box = made("div", { class: "plot" }), reading = made("div", { class: "reading" });
  let at = last, now;

  const read = () => {
    const each = numbersAt(now, at, words), line = now.svg.querySelector(".at");
    put(reading,
      made("p", {}, made("strong", {}, String(years[at])), " ", words.pick(measureOf(store.get(), data).unit)),
      each.map(one => made("p", {}, swatch(one.colour), one.title, ": ", made("b", {}, one.text))));
    box.setAttribute("aria-valuenow", years[at]);
    box.setAttribute("aria-valuetext", [years[at], ...each.map(one => `${one.title}: ${one.text}`)].join("; "));
    ["x1", "x2"].forEach(name => line.setAttribute(name, now.x(years[at])));
  };
  const go = to => {
    const next = Math.max(0, Math.min(last, to));
    if (next === at) return;
    at = next;
    read();
  };
  box.addEventListener("pointermove", event => {
    const gaps = years.map(year => Math.abs(now.x(year) - (event.clientX - box.getBoundingClientRect().left)));
    go(gaps.indexOf(Math.min(...gaps)));
  });
  box.addEventListener("keydown", event => {
    const to = step(event.key, at, last);
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });

  const show = () => {
    const width = Math.max(280, Math.round(element.clientWidth || 640)), narrow = width < 560;
    now = drawing(store.get(), data, words, { width, height: narrow ? 280 : 380, look: onScreen });
    const { svg, plotted } = now, label = svg.getAttribute("aria-label");
    svg.removeAttribute("role");
    svg.setAttribute("aria-hidden", "true");
    svg.append(drawn("line", { class: "at", y1: plotted.top, y2: plotted.bottom }));
    for (const [name, value] of Object.entries({
      tabindex: 0, role: "slider", "aria-label": `${label} ${words("interactive.curve.keys")}`,
      "aria-valuemin": years[0], "aria-valuemax": years[last],
    })) box.setAttribute(name, value);
    put(box, svg);
    put(above, head(now, measureOf(store.get(), data), words, narrow));
    read();
  };
  const whole = () => {
    put(element, controls(data, store, words), above, box, reading);
    show();
  };
  store.on("lang", whole);
  store.on(["measure", "beside", ...WORLD], state => {
    element.querySelector("#measure").value = state.measure;
    element.querySelector("#beside").checked = state.beside;
    show();
  });
  let known = 0;
  new ResizeObserver(() => {
    if (!element.clientWidth || element.clientWidth === known) return;
    known = element.clientWidth;
    show();
  }).observe(element);
  whole();
}
