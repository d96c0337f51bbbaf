// The polynomials that stand for the model between its draws: an effect as expected if some assumptions hold.
import { studiedOf } from "./choosing.js";

// Legendre polynomials of variance 1 over shares from 0 to 1.
function legendre(share, degree) {
  const x = 2 * share - 1;
  if (degree === 1) return Math.sqrt(3) * x;
  if (degree === 2) return Math.sqrt(5) * 0.5 * (3 * x ** 2 - 1);
  if (degree === 3) return Math.sqrt(7) * 0.5 * (5 * x ** 3 - 3 * x);
  throw new Error(`degree ${degree} is not from 1 to 3`);
}

// shares: by position of the parameter, the share of the draws in which it is lower; the others are averaged over.
function expected({ constant, terms }, shares) {
  return terms.reduce((sum, [coefficient, product]) => (product.every(([parameter]) => parameter in shares)
    ? sum + coefficient * product.reduce((times, [parameter, degree]) => times * legendre(shares[parameter], degree), 1)
    : sum), constant);
}

// A slider stands between the ends of the values of its parameter.
export const valueOf = ({ values }, position) => values[0] + position * (values[values.length - 1] - values[0]);
export const positionOf = ({ values }, value) => {
  const width = values[values.length - 1] - values[0];
  return width > 0 ? Math.min(1, Math.max(0, (value - values[0]) / width)) : 0.5;
};

function shareOf({ values }, shares, value) {
  const last = values.length - 1;
  if (value <= values[0]) return shares[0];
  if (value >= values[last]) return shares[last];
  const above = values.findIndex(one => one > value), width = values[above] - values[above - 1];
  return shares[above - 1] + ((value - values[above - 1]) / width) * (shares[above] - shares[above - 1]);
}

// The polynomial of a measure in the chosen world, which says whether it foresees enough to answer; undefined for none.
export function polynomial(state, data, measure) {
  return data.emulator?.worlds[studiedOf(state, data)]?.[measure];
}

// What is expected where the sliders that were moved hold; undefined where none was, or it is not foreseen.
export function emulated(state, data, measure) {
  const found = polynomial(state, data, measure.name), { assume } = state;
  if (!found?.answers || !Object.keys(assume).length) return undefined;
  const shares = {};
  data.emulator.parameters.forEach((one, at) => {
    if (one.name in assume) shares[at] = shareOf(one, data.emulator.shares, valueOf(one, assume[one.name]));
  });
  return expected(found, shares) * measure.times;
}
