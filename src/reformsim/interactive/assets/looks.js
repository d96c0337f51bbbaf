// Language, light and dark, and every text that stands in the page itself.
import { made, put } from "./made.js";

export function mount(element, data, store, words) {
  const root = document.documentElement;
  const one = (field, value, label, lang) => made("button", {
    type: "button",
    id: `${field}-${value}`,
    "aria-pressed": String(store.get()[field] === value),
    lang,
    onclick: () => store.set({ [field]: value }),
  }, label);
  const show = () => {
    const { lang, theme } = store.get();
    root.lang = lang;
    root.dataset.theme = theme;
    document.title = words.pick(data.meta.question);
    for (const place of document.querySelectorAll("[data-word]")) place.textContent = words(place.dataset.word);
    for (const place of document.querySelectorAll("[data-label]")) {
      place.setAttribute("aria-label", words(place.dataset.label));
    }
    for (const place of document.querySelectorAll("[data-meta]")) {
      place.textContent = words.pick(data.meta[place.dataset.meta]);
    }
    document.getElementById("made-of").textContent = words("interactive.made_of", {
      version: data.meta.version,
      made: data.meta.made,
      draws: words.number(data.meta.draws),
      replicates: words.number(data.meta.replicates),
      attribution: words.pick(data.meta.attribution),
    });
    put(
      element,
      made("div", { role: "group", "aria-label": words("interactive.language") },
        one("lang", "en", "English", "en"), one("lang", "nl", "Nederlands", "nl")),
      made("div", { role: "group", "aria-label": words("interactive.theme") },
        ["auto", "light", "dark"].map(value => one("theme", value, words(`interactive.theme.${value}`)))),
    );
  };
  store.on(["lang", "theme"], show);
  show();
}
