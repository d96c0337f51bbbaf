// The state of the page. It is what the address holds, so that a link reproduces the view.

// fields: by name { initial, read(text) -> value or undefined, write(value) -> text }.
export function makeStore(fields) {
  const heard = [];
  let state = {};

  const fromAddress = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const found = {};
    for (const [name, field] of Object.entries(fields)) {
      const value = asked.has(name) ? field.read(asked.get(name)) : undefined;
      found[name] = value === undefined ? field.initial : value;
    }
    return found;
  };

  const address = () => {
    const told = new URLSearchParams();
    for (const [name, field] of Object.entries(fields)) {
      const text = field.write(state[name]);
      if (text !== field.write(field.initial)) told.set(name, text);
    }
    const text = told.toString();
    return text ? `#${text}` : "";
  };

  const change = patch => {
    const changed = Object.keys(patch).filter(name => {
      if (!(name in fields)) throw new Error(`the page has no state of the name ${name}`);
      return fields[name].write(patch[name]) !== fields[name].write(state[name]);
    });
    if (!changed.length) return;
    state = { ...state, ...patch };
    // A part that listens to several of them answers once.
    heard.filter(([names]) => names.some(name => changed.includes(name))).forEach(([, answer]) => answer(state));
  };

  state = fromAddress();
  return {
    get: () => state,
    set(patch) {
      change(patch);
      if (address() !== location.hash) history.replaceState(null, "", address() || location.pathname + location.search);
    },
    on: (names, answer) => heard.push([[].concat(names), answer]),
    follow: () => change(fromAddress()),
  };
}

// Kinds of fields.
export const oneOf = (known, initial) => ({
  initial,
  read: text => (known.includes(text) ? text : undefined),
  write: value => value,
});

export const someOf = (known, initial = []) => ({
  initial,
  read: text => {
    const asked = text.split(",").filter(Boolean);
    return asked.every(one => known.includes(one)) ? known.filter(one => asked.includes(one)) : undefined;
  },
  write: value => known.filter(one => value.includes(one)).join(","),
});

export const flag = (initial = false) => ({
  initial,
  read: text => (["0", "1"].includes(text) ? text === "1" : undefined),
  write: value => (value ? "1" : "0"),
});

// Numbers by name, such as positions of sliders from 0 to 1; what is not named stands where it begins.
export const positions = known => ({
  initial: {},
  read: text => {
    const found = {};
    for (const part of text.split(",").filter(Boolean)) {
      const [name, value] = part.split(":");
      const number = Number(value);
      if (!known.includes(name) || !value || !(number >= 0 && number <= 1)) return undefined;
      found[name] = number;
    }
    return found;
  },
  write: value => known.filter(name => name in value).map(name => `${name}:${+value[name].toFixed(3)}`).join(","),
});
