// Elements, short to write; text is always text and never markup.

const SVG = "http://www.w3.org/2000/svg";

// What is not there, and what a condition left out, has no place.
const parts = inside => inside.flat(Infinity).filter(part => part || part === 0);

const filled = (one, given, inside) => {
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (value === true) one.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) one.setAttribute(name, value);
  }
  one.append(...parts(inside));
  return one;
};

export const made = (tag, given = {}, ...inside) => filled(document.createElement(tag), given, inside);
export const drawn = (tag, given = {}, ...inside) => filled(document.createElementNS(SVG, tag), given, inside);

// Puts parts into an element in place of what was there, and keeps the focus on what has the same id.
export function put(element, ...inside) {
  const id = element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...parts(inside));
  if (id && document.activeElement?.id !== id) document.getElementById(id)?.focus();
}
