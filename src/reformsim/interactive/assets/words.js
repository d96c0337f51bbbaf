// Every text of the page in the language that is chosen; the catalogue is that of the report.
import { decimalsFor, shown } from "./numbers.js";

export function makeWords(catalogue, texts, store) {
  const lang = () => store.get().lang;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`a text asks for ${name}`);
    return values[name];
  });
  const words = (key, values = {}) => {
    if (!(key in catalogue)) throw new Error(`the page has no text ${key}`);
    return joined(filled(catalogue[key][lang()], values));
  };
  // A text in both languages, for files.
  words.both = (key, values = {}) => Object.fromEntries(["en", "nl"].map(one => [one, filled(catalogue[key][one], values)]));
  // A number and its %, and the sign of a verdict and its word, stay on one line.
  const joined = text => text.replace(/ %/g, "\u00a0%").replace(/([●◐✎○]) /g, "$1\u00a0");
  words.pick = pair => joined(pair[lang()] ?? "");
  words.text = at => joined(texts[at][lang() === "nl" ? 1 : 0]);
  words.number = (value, decimals = 0, signed = false) => shown(value, decimals, lang(), signed);
  words.share = value => (Number.isFinite(value) ? `${words.number(100 * value)}\u00a0%` : "-");
  words.range = (low, high, decimals, signed = false) => {
    const ends = [low, high].map(value => words.number(value, decimals, signed));
    return ends[0] === ends[1] ? "" : words("common.range", { low: ends[0], high: ends[1] });
  };
  words.decimals = decimalsFor;
  // A number of any size, with as many digits as say something.
  words.plain = value => {
    const size = Math.abs(value);
    return words.number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  };
  return words;
}
