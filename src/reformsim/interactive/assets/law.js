// What the law gives a municipality made of several: the sums of reformsim's own rules, on its own tables.
// Every number of the law comes with the data; tests hold each outcome equal to that of the simulator.

// The smallest place at which bounds[place] >= value: a number equal to a bound belongs to the class below it.
const classOf = (bounds, value) => {
  let low = 0, high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
};

const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
const rounded = value => Math.floor(value + 0.5);

// A set is a list of units, by their place in the data; null stands for what the law of the country does not say.
export function openLaw(data) {
  const { units, tables, bodies } = data;
  const count = units.people.length;

  // A table's numbers for a municipality: those of its own where the law names it (by its most populous unit).
  const holding = (name, code) => {
    const table = tables[name];
    if (!table) return null;
    const own = (table.own || []).filter(one => one.codes.includes(code));
    return own.length ? own[own.length - 1] : table;
  };
  const number = (name, code) => {
    const found = holding(name, code);
    return found ? found.value : null;
  };
  const byClass = (name, people, code) => {
    const found = holding(name, code);
    return found ? found.values[classOf(found.up_to, people)] : null;
  };
  const known = (...names) => names.every(name => tables[name]);

  const beside = Array.from({ length: count }, () => []);
  const overWater = Array.from({ length: count }, () => []);
  data.neighbours.mergeable.forEach((possible, at) => {
    const a = data.neighbours.pairs[2 * at], b = data.neighbours.pairs[2 * at + 1];
    const lists = possible ? beside : overWater;
    lists[a].push(b);
    lists[b].push(a);
  });

  const sitsIn = Array.from({ length: count }, () => []);
  bodies.members.forEach((members, body) => members.forEach(unit => sitsIn[unit].push(body)));

  // The member with most inhabitants, the first of equals: its code, town hall and regions go on.
  const largest = set => [...set].sort((a, b) => units.people[b] - units.people[a] || a - b)[0];
  const peopleOf = set => sum(set, unit => units.people[unit]);

  // Aldermen in office and their time (Gemeentewet art. 36).
  const college = (seats, people, code) => {
    if (seats === null || !known("aldermen_share", "aldermen_minimum", "aldermen_fill")) return [null, null];
    const of = name => number(name, code);
    const partTime = people <= of("aldermen_parttime_up_to");
    const share = partTime ? of("aldermen_share_parttime") * of("aldermen_parttime_places") : of("aldermen_share");
    const listed = byClass("aldermen_by_class", people, code), least = of("aldermen_minimum");
    const places = Math.max((listed > 0 ? listed : rounded(seats * share)) + of("aldermen_change"), least);
    const members = Math.max(rounded(places * of("aldermen_fill")), least);
    const ceiling = of("aldermen_parttime_ceiling") * of("aldermen_share") / of("aldermen_share_parttime");
    return [members, members * (partTime ? Math.min(ceiling, 1) : 1)];
  };

  // Euro a year for council, aldermen and mayor, without employer's costs.
  const pay = (people, seats, time) => {
    if (seats === null || time === null) return null;
    if (!known("councillor_fee", "councillor_expenses", "alderman_pay", "alderman_pay_floor", "mayor_pay")) return null;
    const fee = byClass("councillor_fee", people) + byClass("councillor_expenses", people);
    const alderman = Math.max(byClass("alderman_pay", people), number("alderman_pay_floor"));
    const mayor = number("mayors_per_municipality") * byClass("mayor_pay", people);
    return seats * fee * data.months + time * alderman * data.months + mayor * data.months;
  };

  const fixedSum = code =>
    known("fixed_sum_municipality", "fund_factor") ? number("fixed_sum_municipality", code) * number("fund_factor") : null;

  // The merger grant of the municipal fund (Bfv 2001, item 45), all instalments together.
  const grant = set => {
    if (!known("merger_grant_base", "merger_grant_per_inhabitant", "fund_factor")) return null;
    if (set.length < 2) return 0;
    const others = peopleOf(set) - units.people[largest(set)];
    const amount = number("merger_grant_base") * (set.length - 1) + number("merger_grant_per_inhabitant") * others;
    return amount * number("fund_factor");
  };

  // Largest distance between two town halls, km.
  const extent = set => {
    let squared = 0;
    set.forEach((a, at) => set.slice(at + 1).forEach(b => {
      const dx = units.x[a] - units.x[b], dy = units.y[a] - units.y[b];
      squared = Math.max(squared, dx * dx + dy * dy);
    }));
    return Math.sqrt(squared) / 1000;
  };

  // Mean way of the inhabitants to the town hall of the largest member, km.
  const travel = set => {
    const hall = largest(set);
    const way = unit => {
      const apart = Math.hypot(units.x[unit] - units.x[hall], units.y[unit] - units.y[hall]) / 1000;
      return Math.sqrt(apart ** 2 + units.within[unit] ** 2) * units.people[unit];
    };
    return sum(set, way) / peopleOf(set);
  };

  // How many members of a set sit in each body, by body.
  const seated = set => {
    const found = new Map();
    set.forEach(unit => sitsIn[unit].forEach(body => found.set(body, (found.get(body) || 0) + 1)));
    return found;
  };

  // Regions that a new municipality leaves: it stays in one of each kind, that of its largest member in one.
  const leftRegions = set => {
    const kept = new Map(), left = new Set();
    [...set].sort((a, b) => units.people[b] - units.people[a] || a - b).forEach(unit => {
      [...sitsIn[unit]].sort((a, b) => a - b).filter(body => bodies.regional[body]).forEach(body => {
        const kind = bodies.kind[body];
        if (!kept.has(kind)) kept.set(kind, body);
        else if (kept.get(kind) !== body) left.add(body);
      });
    });
    return left;
  };

  // Of several bodies with a say in one subject, those that may be left for the greatest of them.
  const lesser = (sits, size) => {
    const free = body => bodies.free[body];
    const before = (a, b) => free(a) - free(b) || size(b) - size(a) || bodies.rank[a] - bodies.rank[b];
    const subjects = new Map();
    sits.forEach(body => bodies.about[body].forEach(task => subjects.set(task, [...(subjects.get(task) || []), body])));
    const found = new Set();
    subjects.forEach(list => list.sort(before).slice(1).filter(free).forEach(body => found.add(body)));
    return [...found].sort((a, b) => a - b);
  };

  // What becomes of the memberships of a set (Wet arhi art. 41; Wgr).
  const seats = set => {
    const held = seated(set), left = leftRegions(set);
    const size = body => bodies.members[body].length - (held.get(body) || 0) + (held.has(body) && !left.has(body) ? 1 : 0);
    const all = [...held.keys()].sort((a, b) => a - b);
    const lapsed = all.filter(body => size(body) < 2);
    const sits = all.filter(body => !left.has(body) && size(body) >= 2);
    return {
      memberships: sits.length,
      board: sum(sits, body => bodies.seats[body]),
      shared: all.filter(body => held.get(body) > 1),
      left: [...left].sort((a, b) => a - b),
      lapsed,
      lesser: lesser(sits, size),
    };
  };

  // The memberships of a unit as they are.
  const own = unit => ({
    memberships: sitsIn[unit].length,
    board: sum(sitsIn[unit], body => bodies.seats[body]),
  });

  const outcome = (set, reference, sits) => {
    const code = units.own[largest(set)], people = peopleOf(set);
    const councillors = byClass("council_seats", reference, code);
    const [aldermen, time] = college(councillors, reference, code);
    return {
      municipalities: 1,
      people,
      area: sum(set, unit => units.area[unit]),
      councillors,
      aldermen,
      time,
      mayors: number("mayors_per_municipality"),
      pay: pay(people, councillors, time),
      fixed: fixedSum(code),
      grant: grant(set),
      extent: extent(set),
      travel: travel(set),
      ...sits,
    };
  };

  // A unit as it is: its council was elected on the inhabitants of before.
  const alone = unit => outcome([unit], units.reference[unit], own(unit));

  // One municipality of all units of a set, with a council elected for the merger.
  const together = set => outcome([...set].sort((a, b) => a - b), peopleOf(set), seats(set));

  // The units of a set as they are, added up; the way to the hall is the mean of their inhabitants.
  const before = set => {
    const each = set.map(alone);
    const total = name => each.some(one => one[name] === null) ? null : sum(each, one => one[name]);
    const names = ["municipalities", "people", "area", "councillors", "aldermen", "time", "mayors", "pay", "fixed", "memberships", "board"];
    const result = Object.fromEntries(names.map(name => [name, total(name)]));
    return { ...result, travel: sum(each, one => one.travel * one.people) / result.people };
  };

  // The units that can be reached from the first of a set without leaving it.
  const reached = set => {
    const inside = new Set(set), found = new Set([set[0]]), open = [set[0]];
    while (open.length) {
      for (const next of beside[open.pop()]) {
        if (inside.has(next) && !found.has(next)) {
          found.add(next);
          open.push(next);
        }
      }
    }
    return found;
  };
  const connected = set => set.length > 0 && reached(set).size === new Set(set).size;

  // Why a unit cannot join a set: "water" if only water lies between them, "apart" if nothing does; "" if it can.
  const refusal = (set, unit) => {
    if (set.some(one => beside[one].includes(unit))) return "";
    return set.some(one => overWater[one].includes(unit)) ? "water" : "apart";
  };

  return { alone, together, before, connected, refusal, largest, beside, sitsIn };
}
