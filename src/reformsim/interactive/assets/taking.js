// What one takes along: the link, how to make it again in Python or by a command, the curve, and the numbers.
import { made, put } from "./made.js";
import { WORLD, worldOf } from "./choosing.js";
import { courseOf, drawing, measureOf, onPaper, shownWorlds } from "./curve.js";

const quoted = text => `"${text.replace(/["\\]/g, "\\$&")}"`;
const shell = text => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`);

// Names of the scenarios that make the chosen world and the first one.
const compared = (state, data) => [...new Set([0, worldOf(state, data)])].map(at => data.packages.given[at]);

const parts = data => data.packages.kind === "parts";

export function python(state, data) {
  const { replicates, seed, until, assumptions } = data.meta.again;
  const asked = `replicates=${replicates}, seed=${seed}, until=${until}, assumptions=${quoted(assumptions)}`;
  if (parts(data)) {
    const on = data.packages.players.filter(one => state.on.includes(one.id)).map(one => quoted(one.id));
    return `from reformsim.experiment.combinations import combine\n\nfound = combine(${quoted(data.packages.given[0])}, ${asked})\n`
      + `world = found.runs[found.world([${on.join(", ")}])]\nworld.summary()\n`;
  }
  const names = compared(state, data).map(quoted);
  const call = names.length > 1 ? `compare([${names.join(", ")}], ${asked})` : `run(${names[0]}, ${asked})`;
  return `import reformsim\n\nfound = reformsim.${call}\nfound.summary()\n`;
}

export function command(state, data) {
  if (parts(data)) return data.meta.command;
  const names = compared(state, data).map(shell), { replicates, seed, until, assumptions } = data.meta.again;
  const chance = `--replicates ${replicates} --seed ${seed} --assumptions ${assumptions} --until ${until}`;
  return `reformsim ${names.length > 1 ? "compare" : "run"} ${names.join(" ")} ${chance}`;
}

// All levels of the first and the chosen world, as a table of plain numbers.
export function csv(state, data) {
  const cell = value => {
    const text = typeof value === "number" ? (Number.isFinite(value) ? String(+value.toPrecision(12)) : "") : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const worlds = [...new Set([0, worldOf(state, data)])];
  const rows = [["scenario", "indicator", "year", ...data.course]];
  for (const world of worlds) {
    for (const measure of data.measures) {
      const found = courseOf(data, { ...measure, times: 1 }, world);
      data.meta.years.forEach((year, i) => rows.push([
        data.packages.worlds[world].name, measure.name, year, ...data.course.map(name => found[name][i]),
      ]));
    }
  }
  return `${rows.map(row => row.map(cell).join(",")).join("\n")}\n`;
}

// The curve as a file of its own: with its title, on white paper.
export function figure(state, data, words) {
  const width = 760, height = 420, above = 64, below = 26;
  const { svg } = drawing(state, data, words, { width, height, look: onPaper });
  const outer = svg.cloneNode(false), measure = measureOf(state, data), unit = words.pick(measure.unit);
  outer.setAttribute("viewBox", `0 0 ${width} ${height + above + below}`);
  outer.setAttribute("height", height + above + below);
  const text = (content, y, size, fill, weight) => {
    const one = document.createElementNS(svg.namespaceURI, "text");
    for (const [name, value] of Object.entries({ x: 16, y, "font-size": size, fill, "font-weight": weight })) one.setAttribute(name, value);
    one.textContent = content;
    return one;
  };
  const paper = document.createElementNS(svg.namespaceURI, "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: onPaper.paper })) paper.setAttribute(name, value);
  const body = document.createElementNS(svg.namespaceURI, "g");
  body.setAttribute("transform", `translate(0 ${above})`);
  body.append(...svg.childNodes);
  const apart = shownWorlds(state, data).some(at => courseOf(data, measure, at).chance_low.some(Number.isFinite));
  const shades = apart ? ["chance", "both"].map(kind => words(`common.shade.${kind}`)).join("; ") : words("interactive.curve.band");
  outer.append(
    paper,
    text(words.pick(measure.title), 28, 18, onPaper.ink, 700),
    text([unit, words("common.median"), shades].filter(Boolean).join("; "), 48, 13, onPaper.quiet, 400),
    body,
    text(`reformsim ${data.meta.version}. ${words.pick(data.meta.attribution)}`.slice(0, 130), height + above + 16, 9, onPaper.quiet, 400));
  return outer;
}

const source = svg => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;

const png = async svg => {
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
    onclick: async () => { said.textContent = words(await copy(text()) ? "interactive.copied" : "interactive.not_copied"); },
  }, words(`interactive.copy.${id}`));
  const saving = (kind, blob) => made("button", {
    type: "button", id: `save-${kind}`,
    onclick: async () => save(await blob(), `${stem()}.${kind}`),
  }, words(`interactive.save.${kind}`));
  const state = () => store.get();
  const show = () => {
    const open = element.querySelector("details")?.open;
    put(element,
      made("h2", {}, words("interactive.take")),
      made("p", { class: "buttons" },
        copying("link", () => location.href), copying("python", () => python(state(), data)), copying("command", () => command(state(), data))),
      made("p", { class: "buttons" },
        saving("svg", () => new Blob([source(figure(state(), data, words))], { type: "image/svg+xml" })),
        saving("png", () => png(figure(state(), data, words))),
        saving("csv", () => new Blob([csv(state(), data)], { type: "text/csv" }))),
      made("details", { open },
        made("summary", { id: "again-fold" }, made("h3", {}, words("interactive.again"))),
        [python, command].map(tell => tell(state(), data)).map(text => made("pre", { tabindex: 0 }, made("code", {}, text))),
        made("p", { class: "note" }, words("interactive.again.note"))));
  };
  store.on(["lang", "measure", "beside", ...WORLD], show);
  show();
}
