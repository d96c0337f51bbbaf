// The borders of the map, of reformsim.interactive.topology: each line stands once, and the units are rings of lines.

export function openTopology({ arcs, rings, wide, high }) {
  const back = moves => {
    const found = [];
    for (let at = moves.length - 2; at >= 0; at -= 2) found.push(-moves[at], -moves[at + 1]);
    return found;
  };
  // Of a line its first point and the moves from there; ~3 is line 3 run backwards.
  const lines = arcs.map(([x, y, ...moves]) => {
    let [right, down] = [x, y];
    for (let at = 0; at < moves.length; at += 2) {
      right += moves[at];
      down += moves[at + 1];
    }
    return { forth: { from: [x, y], moves }, back: { from: [right, down], moves: back(moves) } };
  });
  const line = arc => (arc >= 0 ? lines[arc].forth : lines[~arc].back);

  // The units on both sides of each line; -1 beyond the border of the country.
  const sides = arcs.map(() => []);
  rings.forEach((own, unit) => own.flat().forEach(arc => sides[arc >= 0 ? arc : ~arc].push(unit)));

  const begun = ({ from, moves }) => `M${from.join(" ")}l${moves.join(" ")}`;
  const ring = parts => `${begun(line(parts[0]))}${parts.slice(1).map(arc => ` ${line(arc).moves.join(" ")}`).join("")}z`;

  const boxOf = unit => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    rings[unit].flat().forEach(arc => {
      const { from, moves } = line(arc);
      let [x, y] = from;
      for (let at = 0; at <= moves.length; at += 2) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
        x += moves[at];
        y += moves[at + 1];
      }
    });
    return box;
  };

  return {
    wide,
    high,
    // What a unit is filled along.
    area: unit => rings[unit].map(ring).join(""),
    // The lines between areas of different labels; what has no label (undefined) has no border of its own.
    border: label => arcs.map((_, arc) => {
      const [one, other = -1] = sides[arc];
      const [here, there] = [label(one), other < 0 ? undefined : label(other)];
      return here === there ? "" : begun(lines[arc].forth);
    }).join(""),
    boxOf,
  };
}
