// Names as people type them, and names of other times.

const plain = text => text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]/g, "");

// What a name is sorted by, as in reformsim.dossier.places.names.
const sortedAs = name => name.toLowerCase().replace(/^('s-|'t )/, "");

export const sortedBy = names => names.map((_, at) => at).sort((a, b) => sortedAs(names[a]).localeCompare(sortedAs(names[b]), "nl"));

// Municipalities by a part of their name, or of one they had or will have; nearest first.
export function findIn(units, order, text) {
  const word = plain(text);
  if (!word) return [];
  const fits = name => (word.length < 3 ? name.startsWith(word) : name.includes(word));
  const found = [];
  for (const unit of order) {
    const name = plain(units.names[unit]);
    const other = fits(name) ? undefined : units.others[unit].find(one => fits(plain(one[0])));
    if (!other && !fits(name) && plain(units.codes[unit]) !== word) continue;
    const once = other ? plain(other[0]) : "";
    const rank = name === word ? 0 : once === word ? 1 : name.startsWith(word) ? 2 : other ? 4 : 3;
    found.push({ unit, rank, other: other ? (other[1] ? `${other[0]}, ${other[1]}` : other[0]) : "" });
  }
  return found.sort((a, b) => a.rank - b.rank);
}
