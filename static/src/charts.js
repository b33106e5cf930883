// Charts of rows that workbench.js explores, drawn as SVG with D3 (charts of cells: charts_cells.js).
// Numbers, words, colours and addresses come with the page (reports/workbench/specs.py); nothing here writes its own.
"use strict";

const INK = "#16222e";
const MUTED = "#52606d";
const RULE = "#d3dae0";
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

// What a number says, beside the pointer or at what has the focus.
const tip = document.createElement("div");
tip.className = "chart-tip";
tip.hidden = true;
document.body.append(tip);

// The pointer may go over to the words, to read them where the screen is enlarged.
let leaving = 0;
const leave = () => { leaving = setTimeout(() => { tip.hidden = true; }, 200); };
tip.addEventListener("pointerenter", () => clearTimeout(leaving));
tip.addEventListener("pointerleave", leave);

let told = null; // the mark that the words are about
const place = () => {
  const box = told.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
  const above = box.top - tip.offsetHeight - 8;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(above < 0 ? box.bottom + 8 : above) + scrollY}px`;
};

const tell = (node, words) => {
  const show = () => {
    told = node;
    tip.textContent = words;
    tip.hidden = false;
    place();
  };
  const hide = () => { tip.hidden = true; };
  node.addEventListener("pointerenter", () => { clearTimeout(leaving); show(); });
  node.addEventListener("pointerleave", leave);
  node.addEventListener("focus", show);
  node.addEventListener("blur", hide);
};
document.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
// What gets the focus is often scrolled to: its words go with it.
document.addEventListener("scroll", () => {
  if (tip.hidden) return;
  if (told === document.activeElement) place();
  else tip.hidden = true;
}, true);

// A group for one number: a link where it leads somewhere, else only a place to point at. `said`: what a screen reader
// says of it; it begins with the words that are written there, so that one can also call the link by them.
const mark = (parent, point, name, { isReachable = true, said = `${name}: ${point.text}` } = {}) => {
  const node = parent.append(point.address ? "a" : "g").attr("class", "mark");
  if (point.address) node.attr("href", point.address).attr("aria-label", said);
  if (point.address && !isReachable) node.attr("tabindex", -1); // the table has the same links
  tell(node.node(), `${name}\n${point.text}`);
  return node;
};

const pen = document.createElement("canvas").getContext("2d");
const widthOf = (words, size = 13, weight = 400) => {
  pen.font = `${weight} ${size}px Inter, sans-serif`;
  return pen.measureText(words).width;
};

const shortened = (words, width, size = 13) => {
  if (widthOf(words, size) <= width) return words;
  let rest = words;
  while (rest && widthOf(`${rest}…`, size) > width) rest = rest.slice(0, -1);
  return `${rest.trimEnd()}…`;
};

const wrapped = (words, width, most = 2, size = 13) => {
  const lines = [];
  for (const word of words.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), shortened(lines.slice(most - 1).join(" "), width, size)];
};

const write = (parent, x, y, words, { size = 13, anchor = "start", fill = INK, weight = 400 } = {}) =>
  parent.append("text").attr("x", x).attr("y", y).attr("font-size", size).attr("text-anchor", anchor)
    .attr("fill", fill).attr("font-weight", weight).text(words);

const writeLines = (parent, x, middle, lines, options = {}) => {
  const step = (options.size ?? 13) * 1.25;
  lines.forEach((line, place) => write(parent, x, middle + (place - (lines.length - 1) / 2) * step + 4.5, line, options));
};

const lightness = (colour) => {
  const { r, g, b } = d3.rgb(colour);
  return 0.299 * r + 0.587 * g + 0.114 * b;
};
const inkOn = (fill) => (lightness(fill) > 140 ? INK : "#ffffff");

const shape = (node, kind, x, y, colour) => {
  if (kind === "diamond") node.append("path").attr("d", `M${x},${y - 7}L${x + 7},${y}L${x},${y + 7}L${x - 7},${y}Z`).attr("fill", colour).attr("stroke", "#fff");
  else if (kind === "bar") node.append("rect").attr("x", x - 3).attr("y", y - 8).attr("width", 6).attr("height", 16).attr("fill", colour).attr("stroke", "#fff");
  else if (kind === "triangle") node.append("path").attr("d", `M${x},${y - 7}L${x + 7},${y + 6}H${x - 7}Z`).attr("fill", colour).attr("stroke", "#fff");
  else if (kind === "ring") node.append("circle").attr("cx", x).attr("cy", y).attr("r", 5).attr("fill", "#fff").attr("stroke", colour).attr("stroke-width", 2);
  else node.append("circle").attr("cx", x).attr("cy", y).attr("r", 5.5).attr("fill", colour).attr("stroke", "#fff");
};

const interval = (node, scale, point, y, colour) => {
  if (point.low === undefined || point.high === undefined) return;
  node.append("path")
    .attr("d", `M${scale(point.low)},${y}H${scale(point.high)}M${scale(point.low)},${y - 4}v8M${scale(point.high)},${y - 4}v8`)
    .attr("fill", "none").attr("stroke", colour).attr("stroke-width", 1.6);
};

const legend = (svg, series, left, width) => {
  let x = left;
  let y = 10;
  for (const one of series) {
    const lines = wrapped(one.name, width - left - 20, 3, 12);
    const room = 30 + d3.max(lines, (line) => widthOf(line, 12));
    if (x + room > width && x > left) { x = left; y += 20; }
    if (one.isDot) shape(svg, one.mark, x + 6, y, one.colour);
    else svg.append("rect").attr("x", x).attr("y", y - 6).attr("width", 12).attr("height", 12).attr("fill", one.colour).attr("stroke", MUTED).attr("stroke-width", 0.5);
    lines.forEach((line, down) => write(svg, x + 18, y + 4 + 15 * down, line, { size: 12, fill: MUTED }));
    if (lines.length > 1) y += 15 * (lines.length - 1);
    x += room;
  }
  return y + 16;
};

const orderOf = (spec, order) => {
  const places = d3.range(spec.rows.length);
  const value = (place) => d3.max(spec.series.slice(0, 1), (one) => one.points[place]?.value);
  if (order === "name") return places.sort((a, b) => collator.compare(spec.rows[a], spec.rows[b]));
  if (order === "high" || order === "low") {
    const sign = order === "high" ? -1 : 1; // rows without a number stay last
    return places.sort((a, b) => (value(a) === undefined) - (value(b) === undefined) || sign * (value(a) - value(b)) || 0);
  }
  return places;
};

// Where names and scale lie: side by side, or the name above its row on a narrow screen.
const frame = (width, ending) => {
  const narrow = width < 560;
  const names = narrow ? width : Math.min(300, width * 0.36);
  return { narrow, names, left: narrow ? 8 : names + 8, right: width - ending };
};

// The names of rows in lines: beside the scale, or above each row, where they need room.
const titles = (spec, order, { narrow, names }, width, most) => {
  const lines = order.map((place) => wrapped(spec.rows[place], narrow ? width : names, narrow ? 2 : most));
  const high = 16 * (d3.max(lines, (words) => words.length) ?? 1) + 6;
  return { lines, high, room: narrow ? high : 0 };
};

const writeTitle = (row, lines, start, pitch, high, narrow) => writeLines(row, 0, start + (narrow ? high / 2 : pitch / 2), lines);

// Upright lines from top to bottom; where names stand above their rows, they leave the names free.
const uprights = (rows, top, pitch, room) => (x) =>
  room ? d3.range(rows).map((down) => `M${x},${top + pitch * down + room}v${pitch - room}`).join("") : `M${x},${top}v${pitch * rows}`;

// Bars and dots: rows with one or several numbers on one scale.
const drawRows = (svg, spec, width, order) => {
  const ending = 8 + d3.max(spec.series.flatMap((one) => one.points), (point) => (point ? widthOf(point.shown, 12, 600) : 0)) || 8;
  const lying = frame(width, ending + 6);
  const { narrow, left, right } = lying;
  const scale = d3.scaleLinear([spec.axis.low, spec.axis.high], [left, right]).clamp(true);
  const top = spec.series.length > 1 ? legend(svg, spec.series.map((one) => ({ ...one, isDot: true })), left, width) : 8;
  const { lines, high, room } = titles(spec, order, lying, width, spec.series.length > 1 ? 3 : 2);
  const pitch = room + Math.max(12 + 20 * spec.series.length, narrow ? 0 : high);
  const shift = (pitch - room - 20 * spec.series.length) / 2 + 10;
  const bottom = top + pitch * order.length;
  const upright = uprights(order.length, top, pitch, room);
  for (const [value, label] of spec.axis.ticks) {
    svg.append("path").attr("d", upright(scale(value))).attr("stroke", RULE);
    write(svg, scale(value), bottom + 15, label, { size: 11, anchor: "middle", fill: MUTED });
  }
  if (spec.line) {
    svg.append("path").attr("d", upright(scale(spec.line[0]))).attr("stroke", INK).attr("stroke-dasharray", "4 3");
    const x = scale(spec.line[0]);
    write(svg, x, bottom + 31, spec.line[1], { size: 12, weight: 600, anchor: x > width * 0.75 ? "end" : x < width * 0.25 ? "start" : "middle" });
  }
  order.forEach((place, down) => {
    const start = top + pitch * down;
    const row = svg.append("g").attr("class", "row");
    writeTitle(row, lines[down], start, pitch, high, narrow);
    spec.series.forEach((one, number) => {
      const point = one.points[place];
      const y = start + room + shift + 20 * number;
      if (!point) return;
      const node = mark(row, point, spec.series.length > 1 ? `${spec.rows[place]}, ${one.name}` : spec.rows[place]);
      const colour = point.fill ?? one.colour;
      node.append("rect").attr("x", left).attr("y", y - 10).attr("width", Math.max(width - left, 1)).attr("height", 20).attr("fill", "transparent");
      if (point.value !== undefined) {
        interval(node, scale, point, y, colour);
        shape(node, one.mark, scale(point.value), y, colour);
      }
      write(node, width, y + 4, point.shown, { size: 12, anchor: "end", weight: 600 });
    });
  });
  return bottom + (spec.line ? 38 : 22);
};

// Shares left and right of a middle; what stands apart has a column of its own.
const drawDiverging = (svg, spec, width, order) => {
  const { below, above } = spec;
  const apart = spec.series.length - below - above;
  const lying = frame(width, 0);
  const { narrow, left, right } = lying;
  const { lines, high, room } = titles(spec, order, lying, width, 2);
  const column = apart ? Math.max(70, (right - left) * 0.2) : 0;
  const ends = right - column - (apart ? 16 : 0);
  const total = (place, from, to) => d3.sum(spec.series.slice(from, to), (one) => one.points[place]?.value ?? 0);
  const reach = d3.max(order, (place) => Math.max(total(place, 0, below), total(place, below, below + above))) || 1;
  const scale = d3.scaleLinear([-reach, reach], [left, ends]);
  const far = d3.scaleLinear([0, d3.max(order, (place) => total(place, below + above)) || 1], [right - column, right]);
  const top = legend(svg, [...spec.series.slice(0, below).reverse(), ...spec.series.slice(below)], 0, width);
  const pitch = room + Math.max(30, narrow ? 0 : high);
  const bar = room + (pitch - room) / 2 - 9;
  const bottom = top + pitch * order.length;
  order.forEach((place, down) => {
    const start = top + pitch * down;
    const row = svg.append("g").attr("class", "row");
    writeTitle(row, lines[down], start, pitch, high, narrow);
    const sums = [0, 0, 0];
    spec.series.forEach((one, number) => {
      const point = one.points[place];
      const side = number < below ? 0 : number < below + above ? 1 : 2;
      const value = point?.value ?? 0;
      if (!value) return;
      const [from, to] = [sums[side], sums[side] + value];
      sums[side] = to;
      const [x, end] = side === 0 ? [scale(-to), scale(-from)] : side === 1 ? [scale(from), scale(to)] : [far(from), far(to)];
      const node = mark(row, point, `${spec.rows[place]}, ${one.name}`);
      const fill = point.fill ?? one.colour;
      node.append("rect").attr("x", x).attr("y", start + bar).attr("width", Math.max(end - x, 0.5)).attr("height", 18).attr("fill", fill).attr("stroke", "#fff");
      if (end - x > widthOf(point.shown, 11) + 4) write(node, (x + end) / 2, start + bar + 13, point.shown, { size: 11, anchor: "middle", fill: inkOn(fill) });
    });
  });
  svg.append("path").attr("d", uprights(order.length, top, pitch, room)(scale(0))).attr("stroke", INK);
  return bottom + 8;
};
