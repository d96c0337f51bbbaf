"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const say = at => data.texts[at];
  const plain = text => text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]/g, "");
  const made = (tag, text, className) => {
    const one = document.createElement(tag);
    if (text) one.textContent = text;
    if (className) one.className = className;
    return one;
  };

  // The tables of a sheet, put in when it is opened.
  const cell = (tag, given, number) => {
    const [text, ...small] = [].concat(given).map(say);
    const one = made(tag, text, number ? "number" : "");
    small.forEach(line => one.append(made("span", line, "small")));
    return one;
  };
  const head = given => {
    const [text, small, colour, link] = [].concat(given);
    const one = made("th");
    one.scope = "row";
    if (colour) {
      const swatch = made("span", "", "swatch");
      swatch.style.background = colour;
      one.append(swatch);
    }
    if (link && document.getElementById(link)) {
      const to = made("a", say(text));
      to.href = "#" + link;
      one.append(to);
    } else {
      one.append(say(text));
    }
    if (small !== undefined && say(small)) one.append(made("span", say(small), "small"));
    return one;
  };
  const table = ([caption, heads, numeric, rows, note]) => {
    const box = made("div", "", "scroll"), one = made("table"), top = one.createTHead().insertRow();
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", say(caption));
    one.setAttribute("aria-label", say(caption));
    heads.forEach((text, at) => {
      const th = cell("th", text, numeric.includes(at));
      th.scope = "col";
      top.append(th);
    });
    const body = one.createTBody();
    rows.forEach(([first, ...cells]) => {
      const row = body.insertRow();
      row.append(head(first), ...cells.map((given, at) => cell("td", given, numeric.includes(at + 1))));
    });
    box.append(one);
    // Beside the box, not in it: a table may be wider than a phone, its caption may not.
    const title = made("p", say(caption), "caption");
    return note === undefined ? [title, box] : [title, box, made("p", say(note), "note")];
  };
  const facts = ([rows]) => {
    const list = made("dl");
    rows.forEach(([name, what]) => {
      const row = made("div");
      row.append(made("dt", say(name)), made("dd", say(what)));
      list.append(row);
    });
    return [list];
  };
  const drawn = {
    t: table,
    f: facts,
    p: ([text]) => [made("p", say(text), "note")],
    n: ([text]) => [made("p", say(text), "notice")],
  };
  const fill = sheet => {
    if (sheet.dataset.filled) return;
    sheet.dataset.filled = "yes";
    const told = sheet.querySelector(".told");
    data.sheets[sheet.id].forEach(([kind, ...rest]) => told.append(...drawn[kind](rest)));
  };

  const shelves = [...document.querySelectorAll(".shelf")];
  const sheets = [...document.querySelectorAll(".sheet")].map(one => ({
    one,
    shelf: one.parentElement,
    summary: one.querySelector("summary"),
    also: one.querySelector(".also"),
    name: plain(one.querySelector(".name").textContent),
    others: one.dataset.others.split("|").filter(Boolean).map(name => [plain(name), name]),
  }));
  sheets.forEach(({ one }) => one.addEventListener("toggle", () => one.open && fill(one)));

  const form = document.querySelector(".search"), box = document.getElementById("wanted");
  const found = document.getElementById("found"), hint = document.getElementById("hint");
  let hits = sheets;
  const search = () => {
    const word = plain(box.value);
    const fits = name => word.length < 3 ? name.startsWith(word) : name.includes(word);
    hits = sheets.filter(sheet => {
      const other = word && !fits(sheet.name) ? sheet.others.find(([name]) => fits(name)) : undefined;
      sheet.also.textContent = other ? data.words.was.replace("{name}", other[1]) : "";
      sheet.one.hidden = Boolean(word) && !other && !fits(sheet.name);
      sheet.rank = other ? (other[0] === word ? 1 : 4) : sheet.name === word ? 0 : sheet.name.startsWith(word) ? 2 : 3;
      return !sheet.one.hidden;
    });
    shelves.forEach(shelf => {
      const any = hits.some(sheet => sheet.shelf === shelf);
      shelf.hidden = !any;
      shelf.open = Boolean(word) && any;
    });
    const count = hits.length;
    hint.hidden = Boolean(word) && count === 0;
    found.textContent = !word ? "" : count === 0 ? data.words.none
      : count === 1 ? data.words.one : data.words.found.replace("{count}", count);
  };
  const open = sheet => {
    sheet.one.hidden = sheet.shelf.hidden = false;
    sheet.shelf.open = sheet.one.open = true;
    fill(sheet.one);
    sheet.summary.focus({ preventScroll: true });
    sheet.one.scrollIntoView({ behavior: "instant" });
  };
  box.addEventListener("input", search);
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (plain(box.value) && hits.length) open(hits.reduce((best, one) => (one.rank < best.rank ? one : best)));
  });
  document.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = hits.findIndex(sheet => sheet.summary === document.activeElement);
    if (!step || (at < 0 && (document.activeElement !== box || !plain(box.value)))) return;
    event.preventDefault();
    const next = at + step;
    if (next < 0) box.focus();
    else if (next < hits.length && hits[next].shelf.open) hits[next].summary.focus();
  });
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1)), sheet = sheets.find(({ one }) => one.id === id);
    if (sheet) open(sheet);
    const shelf = shelves.find(one => one.id === id);
    if (shelf) shelf.open = true;
  };
  addEventListener("hashchange", follow);
  form.hidden = false;
  follow();
})();
