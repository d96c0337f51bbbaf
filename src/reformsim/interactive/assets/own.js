// A scenario of one's own: written, checked and run by the server that gave this page. Only a served page has it.
import { made, put } from "./made.js";
import { worldOf } from "./choosing.js";
import { scenarioText } from "./sets.js";

const EVERY = 500;

// Addresses beside that of the page, which holds the token.
const ask = async (name, content) => {
  const given = content === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) };
  const answer = await fetch(new URL(name, location.href), { ...given, cache: "no-store" });
  const text = await answer.text();
  const found = answer.headers.get("Content-Type") === "application/json" ? JSON.parse(text) : null;
  return { status: answer.status, found, text };
};

// The chosen world as a scenario that extends what made it.
export function chosenText(state, data, words) {
  const { packages, served } = data, at = worldOf(state, data);
  const parts = packages.kind === "parts", base = packages.given[parts ? 0 : at];
  // A page of an own run has the text that made it.
  if (served.text && at === packages.worlds.length - 1) return served.text;
  const title = words.both("serving.own.title");
  const gone = parts ? packages.players.filter(one => !state.on.includes(one.id)).flatMap(one => one.levers) : [];
  return [
    `extends: ${JSON.stringify(base)}`,
    "name: own",
    `title: ${JSON.stringify(title.en)}`,
    `title_nl: ${JSON.stringify(title.nl)}`,
    gone.length ? "levers:" : "levers: []",
    ...gone.map(id => `  - {id: ${JSON.stringify(id)}, drop: true}`),
    "",
  ].join("\n");
}

const placeOf = (one, words) => [one.file, one.line ? words("serving.line", { line: one.line }) : "", one.path].filter(Boolean).join(", ");

export function mount(element, data, store, words) {
  const { served } = data, said = document.getElementById("said");
  const drawn = () => (data.law ? store.get().sets.filter(set => set.length > 1) : []);
  let text = served.text || chosenText(store.get(), data, words), told = null, running = false, page = "";
  let [replicates, until] = [served.replicates.usual, served.until.last];

  const field = (id, label, value, least, most, take) => made("label", { for: `own-${id}` }, words(label), " ",
    made("input", { type: "number", id: `own-${id}`, value, min: least, max: most, step: 1, required: true, oninput: event => take(Number(event.target.value)) }));
  const listed = list => made("ol", { class: "mistakes" }, list.map(one => made("li", {},
    made("span", { class: "small" }, placeOf(one, words)), one.line && !one.file
      ? made("button", { type: "button", class: "name", onclick: () => go(one) }, words.pick(one.said)) : words.pick(one.said))));
  const headline = () => {
    const { kind, found } = told;
    if (kind === "progress") return found.done < found.planned ? words("serving.progress", found) : words("serving.writing");
    if (kind === "failed") return words("serving.failed", { why: found ? words.pick(found) : "" });
    if (kind === "mistakes") return found.length === 1 ? words("serving.mistake") : words("serving.mistakes", { count: found.length });
    if (kind === "large") return words("serving.large", { count: words.number(served.bytes) });
    return words(`serving.${kind}`);
  };

  // The place of a mistake in the text.
  const go = ({ line, column }) => {
    const box = element.querySelector("#own-text"), lines = text.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + (column || 1) - 1;
    box.focus();
    box.setSelectionRange(from, from + Math.max(1, (lines[line - 1] || "").length - (column || 1) + 1));
  };

  const answer = () => {
    const out = element.querySelector("#own-told");
    const { found, notes = [] } = told ?? {};
    put(out, told ? made("p", { class: told.kind === "mistakes" || told.kind === "failed" ? "notice" : "" }, headline()) : "",
      told?.kind === "progress" ? made("progress", { max: found.planned, value: found.done, "aria-label": words("serving.run") }) : "",
      told?.kind === "mistakes" ? listed(found) : "",
      notes.length ? [made("p", {}, words("serving.known")), listed(notes)] : "",
      page && !running ? made("p", {}, made("a", { id: "own-open", href: page }, words("serving.open"))) : "");
    element.querySelector("#own-stop").disabled = !running;
    for (const id of ["run", "check"]) element.querySelector(`#own-${id}`).disabled = running;
  };
  const tell = (kind, found, notes) => {
    const before = told?.kind;
    told = { kind, found, notes };
    answer();
    // Progress is read out once, not at every step.
    if (kind !== "progress" || before !== kind) said.textContent = headline();
  };

  const asked = () => ({ text, replicates, until });
  const send = async name => {
    const { status, found } = await ask(name, asked());
    if (status === 413) tell("large");
    else if (status === 409) tell("busy");
    else if (!found) tell("failed", undefined);
    else if (found.problems?.length) tell("mistakes", found.problems, found.notes);
    else if (found.problems) tell("order", undefined, found.notes);
    else return found;
    return null;
  };
  const safely = act => async () => {
    try {
      await act();
    } catch {
      running = false;
      tell("gone");
    }
  };
  const allowed = () => element.querySelector("form").reportValidity();
  const check = safely(async () => {
    if (!allowed()) return;
    tell("checking");
    await send("check");
  });
  const run = safely(async () => {
    if (!allowed()) return;
    tell("checking");
    const begun = await send("run");
    if (begun) await follow(begun);
  });
  const stop = safely(async () => { await ask("stop", {}); });

  async function follow(begun) {
    let now = begun;
    running = true;
    while (now.state === "running") {
      tell("progress", now);
      await new Promise(done => setTimeout(done, EVERY));
      now = (await ask("state")).found;
    }
    running = false;
    if (now.state === "done") {
      const { lang, theme } = store.get();
      page = new URL(`${now.page}#${new URLSearchParams({ lang, theme })}`, location.href).href;
      tell("done");
      location.assign(page);
    } else {
      tell(now.state, now.why);
    }
  }

  const take = given => {
    text = given;
    element.querySelector("#own-text").value = text;
    told = null;
    answer();
  };
  const show = () => {
    put(element, made("h2", {}, words("serving.title")),
      made("p", { class: "note" }, words("serving.note", { first: words.pick(data.packages.worlds[0].title) })),
      made("form", { onsubmit: event => event.preventDefault() },
        made("p", { class: "buttons" },
          made("button", { type: "button", id: "own-chosen", onclick: () => take(chosenText(store.get(), data, words)) }, words("serving.take.chosen")),
          made("button", { type: "button", id: "own-drawn", disabled: !drawn().length, onclick: () => take(scenarioText(data, drawn(), words)) }, words("serving.take.drawn"))),
        made("label", { for: "own-text" }, words("serving.text")),
        made("textarea", { id: "own-text", rows: 14, spellcheck: "false", autocomplete: "off", autocapitalize: "off", "aria-describedby": "own-told", oninput: event => { text = event.target.value; } }),
        made("p", { class: "bar" },
          field("replicates", "serving.replicates", replicates, 1, served.replicates.most, value => { replicates = value; }),
          field("until", "serving.until", until, served.until.first, served.until.last, value => { until = value; })),
        made("p", { class: "buttons" },
          made("button", { type: "button", id: "own-check", onclick: check }, words("serving.check")),
          made("button", { type: "button", id: "own-run", onclick: run }, words("serving.run")),
          made("button", { type: "button", id: "own-stop", disabled: true, onclick: stop }, words("serving.stop")))),
      made("div", { id: "own-told" }));
    element.querySelector("#own-text").value = text;
    answer();
  };
  store.on("lang", show);
  if (data.law) store.on("sets", () => { element.querySelector("#own-drawn").disabled = !drawn().length; });
  show();
}
