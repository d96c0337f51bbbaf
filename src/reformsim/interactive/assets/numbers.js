// Numbers as the report writes them: the rules of reformsim.report.numbers.

const MISSING = "-";

// No decimals for counts and hundreds, up to four for small numbers.
export function decimalsFor(values, counted = false) {
  const finite = values.filter(Number.isFinite).map(Math.abs);
  if (!finite.length || finite.every(Number.isInteger)) return 0;
  const largest = Math.max(...finite);
  if (largest >= 200) return 0;
  const suited = largest >= 10 ? 1 : largest >= 1 ? 2 : largest >= 0.1 ? 3 : 4;
  return counted ? Math.min(suited, 1) : suited;
}

// Halves go to the even neighbour, as in Python. A number has a half only where all its digits end there, and so many
// digits tell all of it.
const rounded = (value, decimals) => {
  const size = Math.abs(value), [whole, digits] = size.toFixed(Math.min(100, decimals + 60)).split(".");
  const half = /^50*$/.test(digits.slice(decimals));
  if (!half) return size.toFixed(decimals);
  const kept = whole + digits.slice(0, decimals), even = Number(kept[kept.length - 1]) % 2 === 0;
  return even ? (decimals ? `${whole}.${digits.slice(0, decimals)}` : whole) : size.toFixed(decimals);
};

export function shown(value, decimals, lang = "en", signed = false) {
  if (!Number.isFinite(value)) return MISSING;
  const [whole, part] = rounded(value, decimals).split(".");
  const [thousand, point] = lang === "nl" ? [".", ","] : [",", "."];
  const text = whole.replace(/\B(?=(\d{3})+$)/g, thousand) + (part ? point + part : "");
  if (!/[1-9]/.test(text)) return text;
  return value < 0 ? `\u2212${text}` : signed ? `+${text}` : text;
}
