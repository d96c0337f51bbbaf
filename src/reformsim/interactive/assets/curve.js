// One measure by year: the chosen world and the first one, each a line with a band in two shades.
import { drawn, made, put } from "./made.js";
import { oneOf } from "./store.js";
import { WORLD, worldOf } from "./choosing.js";

export const fields = data => ({ measure: oneOf(data.measures.map(one => one.name), data.measures[0]?.name) });

export function mount(element, data, store, words) {
  const show = () => {
    const { measure } = store.get(), at = worldOf(store.get(), data);
    put(element, made("p", {}, `${measure} ${at}`));
  };
  store.on(["lang", "measure", ...WORLD], show);
  show();
}
