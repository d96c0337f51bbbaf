// Unpacks what reformsim.interactive.packing has packed.

const bytesOf = async text => {
  const raw = Uint8Array.from(atob(text), one => one.charCodeAt(0));
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const MISSING = -(2 ** 31);

const steps = (bytes, { shape, decimals }) => {
  const count = bytes.length / 4, row = shape.length ? shape[shape.length - 1] : 1, times = 10 ** decimals;
  const values = new Float64Array(count);
  let step = 0;
  for (let at = 0; at < count; at += 1) {
    const moved = bytes[at] | (bytes[at + count] << 8) | (bytes[at + 2 * count] << 16) | (bytes[at + 3 * count] << 24);
    step = at % row ? (step + moved) | 0 : moved;
    values[at] = step === MISSING ? NaN : step / times;
  }
  return values;
};

const one = async found => {
  const bytes = await bytesOf(found.gz);
  if (found.packed === "json") return unpack(JSON.parse(new TextDecoder().decode(bytes)));
  const values = found.packed === "codes" ? bytes : steps(bytes, found);
  return makeArray(values, found.shape);
};

// An array of some dimensions: at(i, j, ...) is a number, row(i, j, ...) a part of the last dimension.
function makeArray(values, shape) {
  const place = indices => indices.reduce((at, index, axis) => at * shape[axis] + index, 0);
  const row = shape[shape.length - 1];
  return {
    values,
    shape,
    at: (...indices) => values[place(indices)],
    row: (...indices) => values.subarray(place(indices) * row, (place(indices) + 1) * row),
  };
}

// Everything packed within some data, at whatever depth; it is put where it was packed.
export async function unpack(data) {
  const all = { data }, waiting = [];
  const look = (parent, key) => {
    const value = parent[key];
    if (value === null || typeof value !== "object") return;
    if (!Array.isArray(value) && "packed" in value) waiting.push(one(value).then(found => { parent[key] = found; }));
    else Object.keys(value).forEach(inner => look(value, inner));
  };
  look(all, "data");
  await Promise.all(waiting);
  return all.data;
}
