// What one chooses between: scenarios as radio buttons, or the parts of a package as switches.
import { made, put } from "./made.js";
import { oneOf, someOf } from "./store.js";

export const fields = data => ({
  world: oneOf(data.packages.worlds.map(one => one.name), data.packages.worlds[data.packages.worlds.length - 1].name),
  on: someOf(data.packages.players.map(one => one.id), data.packages.players.map(one => one.id)),
});

const scenarios = data => data.packages.kind === "scenarios";

// The position of the world that is chosen: of parts, the bits say who takes part.
export function worldOf(state, data) {
  const { worlds, players } = data.packages;
  if (scenarios(data)) return worlds.findIndex(one => one.name === state.world);
  return players.reduce((sum, one, at) => sum + (state.on.includes(one.id) ? 2 ** at : 0), 0);
}

// The position of the chosen world among those of which it is told what their effects hang on; -1 where it is not.
export const studiedOf = (state, data) => data.studied.indexOf(worldOf(state, data));

// Of parts with an exploration of the whole package: whether another combination is chosen.
export const beyond = (state, data) => !scenarios(data) && Boolean(data.rules) && studiedOf(state, data) < 0;

// The keys of the state that a world hangs on.
export const WORLD = ["world", "on"];

export function mount(element, data, store, words) {
  const { packages } = data;
  const scenario = (one, at) => made("label", { class: "choice", for: `world-${at}` },
    made("input", {
      type: "radio", name: "world", id: `world-${at}`, value: one.name,
      checked: store.get().world === one.name,
      onchange: () => store.set({ world: one.name }),
    }),
    made("span", {},
      made("span", { class: "swatch", style: `background:var(--c-${one.colour.slice(1)}, ${one.colour})` }),
      words.pick(one.title),
      at ? "" : made("span", { class: "small" }, words("interactive.compared_with"))));
  const player = (one, at) => made("label", { class: "choice", for: `on-${at}` },
    made("input", {
      type: "checkbox", role: "switch", id: `on-${at}`, value: one.id,
      checked: store.get().on.includes(one.id),
      onchange: event => {
        const others = store.get().on.filter(id => id !== one.id);
        store.set({ on: event.target.checked ? [...others, one.id] : others });
      },
    }),
    made("span", {}, words.pick(one.title)));
  const all = (label, on) => made("button", {
    type: "button", id: `all-${on.length ? 1 : 0}`, onclick: () => store.set({ on }),
  }, label);
  const show = () => {
    const named = scenarios(data);
    put(element, made("fieldset", {},
      made("legend", {}, words(named ? "interactive.choose.scenario" : "interactive.choose.parts")),
      named ? packages.worlds.map(scenario) : packages.players.map(player),
      named ? "" : made("p", { class: "buttons" },
        all(words("interactive.choose.all"), packages.players.map(one => one.id)),
        all(words("interactive.choose.none"), []))));
  };
  // The inputs stay as they are when one of them is moved, so that the focus does.
  const follow = () => {
    const { world, on } = store.get();
    for (const input of element.querySelectorAll("input")) {
      input.checked = input.type === "radio" ? input.value === world : on.includes(input.value);
    }
  };
  store.on("lang", show);
  store.on(WORLD, follow);
  show();
}
