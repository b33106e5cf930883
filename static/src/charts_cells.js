// Charts of cells that workbench.js explores: heat maps and maps of tiles. What they share with others: charts.js.
"use strict";

const leading = (leads, down, across) => {
  const [row, column] = [leads?.rows[down], leads?.columns[across]];
  if (!row || !column) return undefined;
  return leads.address.replace("{row}", encodeURIComponent(row)).replace("{column}", encodeURIComponent(column));
};

const drawHeat = (svg, spec, width) => {
  const names = Math.min(260, Math.max(130, width * 0.3));
  const longest = d3.max(spec.columns, (name) => widthOf(name, 11)) ?? 0;
  const cell = Math.max((width - names) / spec.columns.length, 18);
  const upright = cell < Math.min(longest, 80);
  const top = upright ? Math.min(longest, 120) + 12 : 34;
  const lines = spec.rows.map((name) => wrapped(name, names - 8, 3, 11));
  const high = Math.max(cell < 30 ? 18 : cell < 70 ? 28 : 40, 14 * d3.max(lines, (words) => words.length) + 2);
  spec.columns.forEach((name, across) => {
    const x = names + cell * (across + 0.5);
    if (!upright) return writeLines(svg, x, top / 2, wrapped(name, cell - 4, 2, 11), { size: 11, anchor: "middle", fill: MUTED });
    write(svg, 0, 0, wrapped(name, 118, 1, 11)[0], { size: 11, fill: MUTED }).attr("transform", `translate(${x + 4},${top - 6}) rotate(-90)`);
  });
  // Numbers stand in all cells or in none: the widest decides, with its interval or without.
  const brief = (point) => point.shown.split(" (")[0];
  const full = (point) => point.shown;
  const sizeOf = (words) => Math.min(11, (11 * (cell - 4)) / (d3.max(spec.cells.flat(), (point) => (point ? widthOf(words(point), 11) : 0)) || 1));
  const written = sizeOf(full) >= 9 ? full : brief;
  const size = sizeOf(written);
  spec.rows.forEach((name, down) => {
    const y = top + high * down;
    writeLines(svg, 0, y + high / 2, lines[down], { size: 11 });
    spec.cells[down].forEach((found, across) => {
      if (!found) return;
      const hint = spec.hints[across];
      const words = hint ? `${hint}\n${found.text}` : found.text;
      const point = { ...found, text: words, address: found.address ?? leading(spec.leads, down, across) };
      const isReachable = spec.rows.length * spec.columns.length <= 60;
      const node = mark(svg, point, `${name}, ${spec.columns[across]}`, { isReachable });
      const fill = point.fill ?? "#ffffff";
      node.append("rect").attr("x", names + cell * across).attr("y", y).attr("width", cell - 1).attr("height", high - 1).attr("fill", fill).attr("stroke", point.fill ? "none" : RULE);
      if (size >= 9) write(node, names + cell * (across + 0.5), y + high / 2 + 4, written(point), { size, anchor: "middle", fill: inkOn(fill) });
    });
  });
  return [top + high * spec.rows.length + 4, names + cell * spec.columns.length];
};

// A short name in one or two lines: a word that is too wide is broken at its soft hyphens. Below eight nobody reads.
const tileName = (name, room) => {
  const sizeOf = (lines, most) => Math.min(most, (12 * room) / d3.max(lines, (line) => widthOf(line, 12)));
  const words = name.replaceAll("\u00ad", "").split(" ");
  const size = sizeOf(words, 12);
  const lines = wrapped(words.join(" "), room, 2, size);
  if (size >= 9) return { lines, size: lines.length > 1 && room < 60 ? Math.min(size, 9.5) : size };
  const parts = name.split(" ").flatMap((word) => word.split("\u00ad").map((part, place, all) => (place < all.length - 1 ? `${part}-` : part)));
  const small = Math.max(8, sizeOf(parts, 10));
  return { lines: parts.map((part) => shortened(part, room, small)), size: small };
};

const drawTiles = (svg, spec, width) => {
  const across = 1 + d3.max(spec.tiles, (tile) => tile.column);
  const down = 1 + d3.max(spec.tiles, (tile) => tile.row);
  const side = Math.min(104, width / across);
  const left = Math.max(0, (width - side * across) / 2);
  for (const tile of spec.tiles) {
    const [x, y] = [left + side * tile.column, side * tile.row];
    const short = tile.short.replaceAll("\u00ad", "");
    const node = mark(svg, tile.point, tile.name, { said: `${short}: ${tile.point.text}\n${tile.name}` });
    const fill = tile.point.fill ?? "#ffffff";
    const ink = inkOn(fill);
    const { lines, size } = tileName(tile.short, side - 6);
    node.append("rect").attr("x", x + 1).attr("y", y + 1).attr("width", side - 3).attr("height", side - 3).attr("rx", 4).attr("fill", fill).attr("stroke", MUTED).attr("stroke-dasharray", tile.point.value === undefined ? "3 3" : null);
    writeLines(node, x + side / 2 - 0.5, y + side * (lines.length > 1 ? 0.3 : 0.34), lines, { size, anchor: "middle", fill: ink });
    write(node, x + side / 2 - 0.5, y + side * 0.8, tile.point.shown, { size: Math.min(15, side / 3.6), anchor: "middle", weight: 600, fill: ink });
  }
  return side * down + 4;
};

const DRAWN = { dots: drawRows, diverging: drawDiverging, heat: drawHeat, tiles: drawTiles };
