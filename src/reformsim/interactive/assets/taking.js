// What one takes along: the link, how to make it again in Python or by a command, the curve, and the numbers.
import { drawn, made, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";
import { courseOf, drawing, measureOf, onPaper, shadesOf } from "./curve.js";
import { lines } from "./plot.js";

const quoted = text => `"${text.replace(/["\\]/g, "\\$&")}"`;
const shell = text => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`);

const literal = value => {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return typeof value === "string" ? quoted(value) : String(value);
};

// Names of the scenarios that make the chosen world and the first one.
const named = (state, data) => [...new Set([0, worldOf(state, data)])].map(at => data.packages.given[at]);

// The call that makes the numbers of the chosen world again.
function python(state, data) {
  const { settings, call } = data.meta.again;
  const asked = Object.entries(settings).map(([name, value]) => `${name}=${literal(value)}`).join(", ");
  if (call === "combine") {
    const on = data.packages.players.filter(one => state.on.includes(one.id)).map(one => one.id);
    return [
      "from reformsim.experiment.combinations import combine\n",
      `found = combine(${quoted(data.packages.given[0])}, ${asked})`,
      `world = found.runs[found.world(${literal(on)})]`,
      "world.summary()\n",
    ].join("\n");
  }
  const names = named(state, data);
  const made = names.length > 1 || call === "explore" ? `${call}(${literal(names)}, ${asked})`
    : `run(${quoted(names[0])}, ${asked})`;
  return `import reformsim\n\nfound = reformsim.${made}\nfound.summary()\n`;
}

// The command that does; of combinations and explorations the one that was typed, which makes all worlds.
function command(state, data) {
  const { settings, call } = data.meta.again, names = named(state, data);
  if (call !== "compare") return data.meta.command;
  const chance = Object.entries(settings).map(([name, value]) => `--${name} ${value}`).join(" ");
  return `reformsim ${names.length > 1 ? "compare" : "run"} ${names.map(shell).join(" ")} ${chance}`;
}

const cell = value => {
  const number = Number.isFinite(value) ? String(+value.toPrecision(12)) : "";
  const text = typeof value === "number" ? number : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

// Rows as CSV.
export const csvOf = rows => `${rows.map(row => row.map(cell).join(",")).join("\n")}\n`;

// All levels of the first and the chosen world, as a table of plain numbers.
function csv(state, data) {
  const rows = [["scenario", "indicator", "year", ...data.course]];
  for (const world of new Set([0, worldOf(state, data)])) {
    const { name } = data.packages.worlds[world];
    for (const measure of data.measures) {
      const found = courseOf(data, { ...measure, times: 1 }, world);
      const numbers = at => data.course.map(statistic => found[statistic][at]);
      data.meta.years.forEach((year, at) => rows.push([name, measure.name, year, ...numbers(at)]));
    }
  }
  return csvOf(rows);
}

// The curve as a file of its own: with its title, on white paper.
function figure(state, data, words) {
  const source = lines(`reformsim ${data.meta.version}. ${words.pick(data.meta.attribution)}.`, 140);
  const width = 760, height = 420, above = 64, whole = height + above + 14 + 12 * source.length;
  const { svg, series } = drawing(state, data, words, { width, height, look: onPaper });
  const measure = measureOf(state, data), unit = words.pick(measure.unit), outer = svg.cloneNode(false);
  outer.setAttribute("viewBox", `0 0 ${width} ${whole}`);
  outer.setAttribute("height", whole);
  const text = (content, y, size, fill, weight) => drawn("text", {
    x: 16, y, "font-size": size, fill, "font-weight": weight,
  }, content);
  outer.append(
    drawn("rect", { width: "100%", height: "100%", fill: onPaper.paper }),
    text(words.pick(measure.title), 28, 18, onPaper.ink, 700),
    text([unit, shadesOf(series, words)].filter(Boolean).join("; "), 48, 13, onPaper.quiet, 400),
    drawn("g", { transform: `translate(0 ${above})` }, ...svg.childNodes),
    ...source.map((line, at) => text(line, height + above + 14 + 12 * at, 9, onPaper.quiet, 400)));
  return outer;
}

export const source = svg => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;

export const png = async svg => {
  const picture = new Image(), [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source(svg))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise(done => canvas.toBlob(done, "image/png"));
};

export const save = (blob, name) => {
  const link = made("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

const copy = async text => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = made("textarea", { readonly: true, class: "unseen" });
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
};

export function mount(element, data, store, words) {
  const said = document.getElementById("said");
  const stem = () => `${store.get().measure}-${data.packages.worlds[worldOf(store.get(), data)].name}`;
  const copying = (id, text) => made("button", {
    type: "button", id: `copy-${id}`,
    onclick: async () => {
      said.textContent = words(await copy(text()) ? "interactive.copied" : "interactive.not_copied");
    },
  }, words(`interactive.copy.${id}`));
  const saving = (kind, blob) => made("button", {
    type: "button", id: `save-${kind}`,
    onclick: async () => save(await blob(), `${stem()}.${kind}`),
  }, words(`interactive.save.${kind}`));
  const state = () => store.get(), curve = () => figure(state(), data, words);
  const show = () => {
    const open = element.querySelector("details")?.open;
    put(element,
      made("h2", {}, words("interactive.take")),
      made("p", { class: "buttons" },
        copying("link", () => location.href),
        copying("python", () => python(state(), data)),
        command(state(), data) && copying("command", () => command(state(), data))),
      made("p", { class: "buttons" },
        saving("svg", () => new Blob([source(curve())], { type: "image/svg+xml" })),
        saving("png", () => png(curve())),
        saving("csv", () => new Blob([csv(state(), data)], { type: "text/csv" }))),
      made("details", { open },
        made("summary", { id: "again-fold" }, made("h3", {}, words("interactive.again"))),
        [python, command].map(tell => tell(state(), data)).filter(Boolean)
          .map(text => made("pre", { tabindex: 0 }, made("code", {}, text))),
        made("p", { class: "note" }, words("interactive.again.note"))));
  };
  store.on(["lang", "measure", "beside", ...WORLD], show);
  show();
}
