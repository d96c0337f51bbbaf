// What part of the map is seen: nearer, farther, moved; never beyond its edge.

export function makeView(svg, { wide, high }, moved) {
  const edge = wide / 100, least = wide / 16;
  const whole = [-edge, -edge, wide + 2 * edge, high + 2 * edge];
  let view = whole;
  const near = () => view[2] < whole[2];
  const look = ([x, y, width, height]) => {
    const within = (low, side, size) => Math.min(Math.max(low, whole[side]), whole[side] + whole[side + 2] - size);
    view = [within(x, 0, width), within(y, 1, height), width, height];
    svg.setAttribute("viewBox", view.map(one => one.toFixed(1)).join(" "));
    moved(near());
  };
  // About a point of the map, which stays where it is.
  const zoom = (times, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
    const width = Math.min(whole[2], Math.max(least, view[2] / times)), height = width * whole[3] / whole[2];
    look([x - (x - view[0]) / view[2] * width, y - (y - view[1]) / view[3] * height, width, height]);
  };
  const pointAt = event => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [x, y];
  };
  return {
    near,
    zoom,
    pointAt,
    all: () => look(whole),
    shift: (x, y) => look([view[0] + x, view[1] + y, view[2], view[3]]),
    centre: (x, y) => look([x - view[2] / 2, y - view[3] / 2, view[2], view[3]]),
  };
}
