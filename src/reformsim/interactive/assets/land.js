// The country as a drawing: made once, then coloured; it says which municipality is under the pointer or was clicked.
import { drawn, made, put } from "./made.js";
import { makeView } from "./view.js";

const LINES = ["inner", "provinces", "sets", "halo", "place", "under"];
const FAR = 6;

const unitOf = event => (event.target.dataset?.unit === undefined ? undefined : Number(event.target.dataset.unit));

// answers: pick(unit) for a click, tell(unit) for the words of the tip.
export function makeLand({ units, topology }, shapes, answers) {
  const areas = units.codes.map((_, unit) => drawn("path", { d: shapes.area(unit), "data-unit": unit }));
  const lines = Object.fromEntries(LINES.map(name => [name, drawn("path", { class: name, fill: "none" })]));
  const svg = drawn("svg", { role: "img", "aria-describedby": "atlas-list", preserveAspectRatio: "xMidYMid meet" },
    drawn("g", { "fill-rule": "evenodd" }, areas), Object.values(lines));
  const tip = made("div", { class: "tip", "aria-hidden": "true", hidden: true });
  const nearer = made("div", { class: "zoom", role: "group" });
  const element = made("div", { class: "land" }, svg, tip, nearer);
  const view = makeView(svg, shapes, near => element.classList.toggle("near", near));

  const around = (name, label) => lines[name].setAttribute("d", label ? shapes.border(label) : "");
  const alone = unit => (unit === undefined ? undefined : one => (one === unit ? 1 : undefined));
  const point = unit => around("under", alone(unit));
  around("inner", unit => unit);
  // Cells of a schematic map share no lines, so that those between provinces are not to be told from others.
  if (!topology.schematic) around("provinces", unit => units.province[unit]);

  const hover = event => {
    const unit = unitOf(event), box = element.getBoundingClientRect();
    point(unit);
    tip.hidden = unit === undefined || event.pointerType === "touch";
    if (tip.hidden) return;
    put(tip, made("strong", {}, units.names[unit]), made("span", {}, answers.tell(unit)));
    const [x, y] = [event.clientX - box.left, event.clientY - box.top], below = y + 18 + tip.offsetHeight <= box.height;
    tip.style.left = `${Math.min(x + 14, box.width - tip.offsetWidth - 2)}px`;
    tip.style.top = `${below ? y + 18 : y - tip.offsetHeight - 8}px`;
  };
  listen({ svg, tip, view, hover, point }, answers);
  view.all();

  return {
    element,
    svg,
    point,
    // colour of each unit ("" for that of the style sheet), its class, and the sets with lines around them.
    paint({ colours, classes, sets, place, label, drawing }) {
      areas.forEach((area, unit) => {
        area.style.fill = colours[unit];
        area.setAttribute("class", classes[unit]);
      });
      svg.classList.toggle("drawing", drawing);
      svg.setAttribute("aria-label", label);
      around("sets", sets);
      for (const name of ["halo", "place"]) around(name, alone(place));
    },
    controls(words) {
      const button = (id, sign, act) => made("button", { type: "button", id: `zoom-${id}`, "aria-label": words(`atlas.zoom.${id}`), title: words(`atlas.zoom.${id}`), onclick: act }, sign);
      nearer.setAttribute("aria-label", words("atlas.zoom"));
      put(nearer, button("in", "+", () => view.zoom(1.6)), button("out", "\u2212", () => view.zoom(1 / 1.6)), button("all", "\u25a1", view.all));
    },
    // Brings a municipality to the middle of a map of which only a part is seen.
    show(unit) {
      const [west, north, east, south] = shapes.boxOf(unit);
      if (view.near()) view.centre((west + east) / 2, (north + south) / 2);
    },
  };
}

function listen({ svg, tip, view, hover, point }, { pick }) {
  let held = null;
  const leave = () => {
    held = null;
    tip.hidden = true;
    point(undefined);
  };
  svg.addEventListener("pointerdown", event => {
    held = { at: view.pointAt(event), clientX: event.clientX, clientY: event.clientY, moved: false };
  });
  svg.addEventListener("pointermove", event => {
    if (!held) return hover(event);
    held.moved ||= Math.hypot(event.clientX - held.clientX, event.clientY - held.clientY) > FAR;
    if (!held.moved || !view.near()) return undefined;
    tip.hidden = true;
    const [x, y] = view.pointAt(event);
    return view.shift(held.at[0] - x, held.at[1] - y);
  });
  svg.addEventListener("pointerup", event => {
    const unit = unitOf(event), moved = held?.moved;
    held = null;
    if (!moved && unit !== undefined) pick(unit);
  });
  svg.addEventListener("pointerleave", leave);
  svg.addEventListener("pointercancel", leave);
  svg.addEventListener("wheel", event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    view.zoom(event.deltaY < 0 ? 1.3 : 1 / 1.3, ...view.pointAt(event));
  }, { passive: false });
}
