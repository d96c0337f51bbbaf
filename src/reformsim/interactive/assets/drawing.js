// Drawing one's own municipalities: what a pick does, why one is refused, and undoing it.
import { growing, lawOf, picked } from "./sets.js";

// changed: called where what is told changes and the state does not.
export function makeDrawing(data, store, words, changed) {
  const law = lawOf(data), undone = [], { names } = data.map.units;
  const said = document.getElementById("said"), named = set => set.map(unit => names[unit]).join(", ");
  let refused = null;

  const change = (sets, set) => {
    const { sets: before, set: grew } = store.get();
    undone.push({ sets: before, set: grew });
    refused = null;
    store.set({ sets, set });
    // A refusal may go while the sets stay.
    changed();
  };
  const why = () => refused && words(`atlas.refused.${refused.refusal}`, { name: names[refused.unit], others: named(refused.among) });
  const told = set => (set
    ? words("atlas.said", { names: named(set), people: words.number(law.together(set).people) })
    : words("atlas.said.none"));

  return {
    why,
    refused: () => refused,
    pick(unit) {
      const before = store.get(), { refusal, sets, set } = picked(law, before, unit);
      if (refusal) {
        refused = { refusal, unit, among: before.sets[growing(before) - 1] };
        changed();
      } else {
        change(sets, set);
      }
      said.textContent = refusal ? why() : told(sets[set - 1]);
    },
    begin: unit => change([...store.get().sets, [unit]], store.get().sets.length + 1),
    grow(set) {
      refused = null;
      store.set({ set });
      changed();
    },
    undoable: () => undone.length > 0,
    undo() {
      refused = null;
      if (undone.length) store.set(undone.pop());
      changed();
    },
    clear: () => change([], 0),
    drop: at => change(store.get().sets.filter((_, other) => other !== at), 0),
  };
}
