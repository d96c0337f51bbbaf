// Starts a page: unpacks the data, makes the store, and mounts each part on its element.
import { makeStore, oneOf } from "./store.js";
import { makeWords } from "./words.js";
import { unpack } from "./packed.js";
import { fields as chosen, mount as choosing } from "./choosing.js";
import { mount as cards } from "./cards.js";
import { fields as curved, mount as curve } from "./curve.js";
import { fields as mapped, mount as atlas } from "./atlas.js";
import { mount as looks } from "./looks.js";
import { fields as assumed, mount as sliders } from "./sliders.js";
import { mount as hangs } from "./hangs.js";
import { mount as table } from "./table.js";
import { mount as taking } from "./taking.js";

// By the id of the element that each has, in their order.
const PARTS = { looks, choosing, cards, curve, sliders, hangs, atlas, table, taking };

const read = id => JSON.parse(document.getElementById(id).textContent);

// more: parts that only some pages have.
export const start = async (more = {}) => {
  const catalogue = read("words"), data = await unpack(read("data"));
  const store = makeStore({
    lang: oneOf(["en", "nl"], document.documentElement.lang),
    theme: oneOf(["auto", "light", "dark"], "auto"),
    ...chosen(data),
    ...curved(data),
    ...mapped(data),
    ...assumed(data),
  });
  const words = makeWords(catalogue, data.texts, store);
  for (const [name, mount] of Object.entries({ ...PARTS, ...more })) {
    const element = document.getElementById(name);
    // A part without data leaves its place.
    if (mount(element, data, store, words) === false) element.hidden = true;
  }
  addEventListener("hashchange", store.follow);
  document.documentElement.dataset.ready = "yes";
};
