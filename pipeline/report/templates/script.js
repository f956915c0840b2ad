(function () {
"use strict";
var lang = document.documentElement.lang;
var number = new Intl.NumberFormat(lang), words = new Intl.Collator(lang, { numeric: true });
function one(selector, root) { return (root || document).querySelector(selector); }
function every(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
function make(name, text, kind) {
  var node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (kind) node.className = kind;
  return node;
}
function told(id) { var node = document.getElementById(id); return node && JSON.parse(node.textContent); }
function say(sentence, parts) { return sentence.replace(/\{(\w+)\}/g, function (_, name) { return parts[name]; }); }
function hash() {
  var text = location.hash.slice(1), at = text.indexOf("?"), found = { name: at < 0 ? text : text.slice(0, at), parts: {} };
  if (at >= 0) text.slice(at + 1).split("&").forEach(function (pair) {
    var cut = pair.indexOf("=");
    try { found.parts[pair.slice(0, cut)] = decodeURIComponent(pair.slice(cut + 1)); } catch (e) { return; }
  });
  return found;
}

/* the sentences of one vacancy: #v12.excel marks what speaks of excel */
function sentences() {
  var found = /^(v\d+)(?:\.(.+))?$/.exec(decodeURIComponent(location.hash.slice(1)));
  var node = found && document.getElementById(found[1]);
  every("mark.on").forEach(function (mark) { mark.className = ""; });
  if (!node || node.tagName !== "ARTICLE") return;
  if (found[2]) every("mark", node).forEach(function (mark) {
    if ((" " + mark.dataset.c + " ").indexOf(" " + found[2] + " ") >= 0) mark.className = "on";
  });
  node.scrollIntoView();
}
if (one("article")) { addEventListener("hashchange", sentences); sentences(); }

/* the list of vacancies: rows of the page, or packed rows made when they are shown */
var list = one("#vacancies");
if (list) (function () {
  var body = one("tbody", list), packed = told("rows"), search = one("#search"), bar = one(".finder");
  var further = one("#further"), everything = one("#everything"), step = packed ? 200 : 1e9, room = step;
  var sorted = { at: 0, down: false }, items;
  if (packed) items = packed.rows.map(function (row, place) {
    var cells = packed.columns.map(function (column, at) { return column.words ? column.words[row[at]] : row[at]; });
    return { cells: cells, keys: packed.columns.map(function (c, at) { return c.kind === "day" ? row[at] : cells[at]; }),
      tags: " " + row[packed.columns.length].replace(/\d+/g, "e$&") + " ", x: row[packed.columns.length + 1],
      text: cells.join(" ").toLocaleLowerCase(lang), place: place };
  });
  else items = every("tr", body).map(function (node, place) {
    var cells = every("td", node);
    return { node: node, tags: " " + node.dataset.e + " ", x: node.dataset.x, place: place,
      text: node.textContent.toLocaleLowerCase(lang),
      keys: cells.map(function (cell) { return cell.dataset.k === undefined ? cell.textContent : cell.dataset.k; }) };
  });
  function row(item) {
    if (item.node) return item.node;
    var node = make("tr");
    packed.columns.forEach(function (column, at) {
      var cell = make("td", undefined, column.kind), link;
      if (column.kind === "link") {
        if (item.cells[at]) { link = make("a", "↗"); link.href = item.cells[at]; link.rel = "noopener noreferrer nofollow"; }
      } else if (at === 0) {
        link = make("a", number.format(item.cells[0]));
        link.href = (Math.floor((item.cells[0] - 1) / packed.leaf) + 1) + ".html#v" + item.cells[0];
      } else cell.textContent = item.cells[at];
      if (link) cell.appendChild(link);
      node.appendChild(cell);
    });
    item.node = node;
    return node;
  }
  function chosen(parts) {
    var grid = told("grid"), of = grid && grid.choices, want = parts.x ? parts.x.split(";") : null;
    if (!want && of) want = code(of, parts);
    return want;
  }
  function fits(item, want) {
    if (!item.x) return false;
    var have = item.x.split(";");
    return [0, 1, 2, 3].every(function (at) { return want[at] === "" || want[at] === have[at]; }) &&
      want[4].split(",").every(function (r) { return !r || ("," + have[4] + ",").indexOf("," + r + ",") >= 0; });
  }
  function show() {
    var at = hash(), tag = /^e\d+$/.test(at.name) && document.getElementById(at.name), want = null, mark = "";
    if (at.name === "vacancies" && (at.parts.x || at.parts.unit)) want = chosen(at.parts);
    var wanted = search.value.trim().toLocaleLowerCase(lang).split(/\s+/).filter(Boolean);
    var left = items.filter(function (item) {
      return (!tag || item.tags.indexOf(" " + at.name + " ") >= 0) && (!want || fits(item, want)) &&
        wanted.every(function (word) { return item.text.indexOf(word) >= 0; });
    });
    left.sort(function (a, b) {
      var x = a.keys[sorted.at], y = b.keys[sorted.at], sign = sorted.down ? -1 : 1;
      if (sorted.at === 0) return sign * (a.place - b.place);
      if (x === "" || y === "") return x === y ? a.place - b.place : x === "" ? 1 : -1;
      return sign * (typeof x === "number" ? x - y : words.compare(x, y)) || a.place - b.place;
    });
    body.textContent = "";
    var part = document.createDocumentFragment();
    if (tag) mark = "." + (tag.dataset.c || ""); else if (want) mark = ".pay";
    left.slice(0, room).forEach(function (item) {
      var node = row(item), link = one("td a", node);
      if (link && /#v/.test(link.getAttribute("href"))) link.href = link.getAttribute("href").replace(/(#v\d+).*/, "$1" + mark);
      part.appendChild(node);
    });
    body.appendChild(part);
    further.hidden = left.length <= room;
    one("[data-count]").textContent = number.format(left.length) + " / " + number.format(items.length);
    one("[data-label]").textContent = tag ? tag.textContent : at.parts.label || "";
    everything.hidden = !(tag || want);
    return tag || want;
  }
  every("th", list).forEach(function (head, at) {
    var button = make("button", head.textContent);
    button.type = "button";
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      sorted = { at: at, down: sorted.at === at && !sorted.down };
      every("th", list).forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      room = step;
      show();
    });
  });
  search.addEventListener("input", function () { room = step; show(); });
  further.addEventListener("click", function () { room += 5 * step; show(); });
  everything.addEventListener("click", function () { location.hash = "vacancies"; });
  addEventListener("hashchange", function () { room = step; if (show()) bar.scrollIntoView(); });
  bar.hidden = false;
  if (show()) addEventListener("load", function () { one("details.tags").open = false; bar.scrollIntoView(); });
})();

/* the explorer: every cell was computed beforehand; a thin one gives way to the nearest wider one */
function code(of, parts) {
  function place(name, id) {
    for (var at = 0; at < of[name].length; at++) if (of[name][at].id === id) return String(at);
    return "";
  }
  var asked = (parts.requires || "").split(",").map(function (id) { return place("requires", id); })
    .filter(function (at, n, all) { return at !== "" && all.indexOf(at) === n; });
  return [place("unit", parts.unit) || "0", place("place", parts.place), place("experience", parts.experience),
    place("industry", parts.industry), asked.sort(function (a, b) { return a - b; }).join(",")];
}
var grid = told("grid");
if (grid && one("#explore")) (function () {
  var form = one("#explore"), band = one("#band"), placed = one("#placed"), said = grid.said, of = grid.choices;
  var names = ["unit", "place", "experience", "industry", "first", "second"];
  names.forEach(function (name) {
    var field = form.elements[name], from = of[name] || of.requires;
    if (name !== "unit") field.add(new Option(said.any, ""));
    from.forEach(function (choice) { field.add(new Option(choice.name, choice.id)); });
  });
  function state() {
    var parts = {};
    names.slice(0, 4).forEach(function (name) { if (form.elements[name].value) parts[name] = form.elements[name].value; });
    var asked = [form.elements.first.value, form.elements.second.value].filter(Boolean);
    if (asked.length) parts.requires = asked.join(",");
    ["low", "high"].forEach(function (name) { var n = amount(name); if (n) parts[name] = n; });
    return parts;
  }
  function amount(name) {
    var text = form.elements[name].value.replace(/[^\d]/g, "");
    return text ? Number(text) : null;
  }
  function link(name, parts) {
    return name + "?" + Object.keys(parts).map(function (key) { return key + "=" + encodeURIComponent(parts[key]); }).join("&");
  }
  /* the same order as the command: experience, place, industry, then the requirements */
  function nearest(want, cells) {
    var key = want.slice(), order = [2, 1, 3, 4, 4];
    for (var step = 0; ; step++) {
      if (cells[key.join(";")]) return key;
      if (step >= order.length) return null;
      key[order[step]] = order[step] === 4 ? key[4].split(",").slice(0, -1).join(",") : "";
    }
  }
  function name(key) {
    var parts = ["place", "experience", "industry"].map(function (which, at) {
      return key[at + 1] === "" ? "" : of[which][key[at + 1]].name;
    }).concat(key[4].split(",").map(function (r) { return r === "" ? "" : of.requires[r].name; }));
    return parts.filter(Boolean).join(" · ") || said.whole;
  }
  function money(key, value) { return say(of.unit[key[0]].money, { n: number.format(value) }); }
  function interval(low, high) {
    return (low === null ? "…" : number.format(low)) + "–" + (high === null ? "…" : number.format(high));
  }
  function table(key, cell) {
    var shares = [10, 25, 50, 75, 90].filter(function (_, at) { return cell[4].some(function (line) {
      return line[3 * at] !== null || line[3 * at + 1] !== null; }); });
    var whole = make("table"), head = make("tr");
    whole.appendChild(make("caption", name(key) + " · " + of.unit[key[0]].name));
    head.appendChild(make("td"));
    shares.forEach(function (share) { var h = make("th", "P" + share, "money"); h.scope = "col"; head.appendChild(h); });
    whole.appendChild(make("thead")).appendChild(head);
    var rows = whole.appendChild(make("tbody"));
    grid.lines.forEach(function (line, at) {
      var row = make("tr"), label = make("th", line[0]);
      label.scope = "row";
      label.appendChild(make("small", line[1]));
      row.appendChild(label);
      shares.forEach(function (share) {
        var place = 3 * [10, 25, 50, 75, 90].indexOf(share), found = cell[4][at].slice(place, place + 3);
        var one = make("td", found[0] === null ? "" : money(key, found[0]), "money");
        if (found[1] !== null || found[2] !== null) one.appendChild(make("small", interval(found[1], found[2])));
        row.appendChild(one);
      });
      rows.appendChild(row);
    });
    return whole;
  }
  function offer(key, want, parts) {
    placed.textContent = "";
    if (!parts.low && !parts.high) return;
    if (parts.low && parts.high && parts.low > parts.high) { placed.appendChild(make("p", said.order, "note")); return; }
    var where = nearest(key, grid.offers);
    if (!where) { placed.appendChild(make("p", said.words[3], "note")); return; }
    var ends = [parts.low, parts.low && parts.high ? Math.sqrt(parts.low * parts.high) : null, parts.high];
    var rows = make("ul", undefined, "points");
    ends.forEach(function (end, line) {
      if (!end) return;
      var steps = grid.offers[where.join(";")][line], at = [0, 0, 0, 0], best = at;
      for (var i = 0; i < steps.length; i += 4) {
        at = at.map(function (value, n) { return value + steps[i + n]; });
        var edge = Math.floor(at[0] / 2), same = Math.abs(edge - end) < 0.6;
        if (at[0] % 2 ? end > edge && !same : end > edge || same) best = at;
      }
      var item = make("li", said.own[line] + ": ");
      item.appendChild(make("b", best[1] > 100 ? said.words[best[1] - 101] : say(said.place_of, { p: best[1], low: best[2], high: best[3] })));
      rows.appendChild(item);
    });
    placed.appendChild(rows);
    if (where.join(";") !== want.join(";")) placed.appendChild(make("p", say(said.beside, { segment: name(where) }), "note"));
  }
  function show() {
    var parts = state(), want = code(of, parts), key = nearest(want, grid.cells);
    band.textContent = "";
    if (!key) return;
    var cell = grid.cells[key.join(";")];
    if (key.join(";") !== want.join(";")) band.appendChild(make("p", say(said.none, { segment: name(key) }), "warn"));
    var box = make("div", undefined, "scroll");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", name(key));
    box.appendChild(table(key, cell));
    band.appendChild(box);
    var basis = say(said.basis, { n: number.format(cell[0]), employers: number.format(cell[1]), grade: cell[2] });
    if (cell[3]) basis += " " + said.pooled;
    if (cell[4][1][0] === null) basis += " " + said.outer;
    band.appendChild(make("p", basis, "note"));
    one("#behind").href = (one("#behind").dataset.at || "") + "#" + link("vacancies", { x: key.join(";"), label: name(key) });
    offer(key, want, parts);
  }
  function read(move) {
    var at = hash();
    if (at.name !== "explorer") return;
    names.slice(0, 4).forEach(function (which) { form.elements[which].value = at.parts[which] || (which === "unit" ? of.unit[0].id : ""); });
    var asked = (at.parts.requires || "").split(",");
    form.elements.first.value = asked[0] || "";
    form.elements.second.value = asked[1] || "";
    ["low", "high"].forEach(function (end) { form.elements[end].value = (at.parts[end] || "").replace(/[^\d]/g, ""); });
    every("select", form).forEach(function (field) { if (field.selectedIndex < 0) field.selectedIndex = 0; });
    show();
    if (move && Object.keys(at.parts).length) one("#explorer").scrollIntoView();
  }
  form.addEventListener("input", function () {
    show();
    history.replaceState(null, "", "#" + link("explorer", state()));
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  addEventListener("hashchange", function () { read(true); });
  form.hidden = false;
  show();
  read(true);
})();
addEventListener("beforeprint", function () { every("figure details").forEach(function (d) { d.open = true; }); });
})();
