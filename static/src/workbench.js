// Charts of the workbench that can be explored. Each takes the place of a picture and shows the numbers of its table
// (drawing: charts.js, charts_cells.js). Without scripts the picture stands; in print, too.
"use strict";

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");

const explore = (picture) => {
  const spec = JSON.parse(document.getElementById(picture.dataset.spec).textContent);
  const draw = DRAWN[spec.kind];
  if (!draw) return;
  const box = document.createElement("div");
  box.className = "explored";
  picture.prepend(box);
  picture.classList.add("is-explored");
  picture.removeAttribute("tabindex"); // what can be pointed at has the focus now
  let order = "given";
  const paint = () => {
    const width = Math.max(box.clientWidth, 240);
    const svg = d3.create("svg").attr("role", "group").attr("aria-label", picture.getAttribute("aria-label"));
    const drawn = draw(svg, spec, width, spec.words ? orderOf(spec, order) : []);
    const [height, wide] = Array.isArray(drawn) ? drawn : [drawn, width];
    svg.attr("viewBox", `0 0 ${wide} ${height}`).attr("width", wide).attr("height", height);
    box.querySelector("svg")?.remove();
    box.append(svg.node());
    tip.hidden = true;
  };
  if (spec.words && spec.rows.length > 2) {
    const label = document.createElement("label");
    label.className = "order";
    const choice = document.createElement("select");
    choice.className = "form-select form-select-sm";
    for (const name of ["given", "high", "low", "name"]) choice.add(new Option(spec.words[name], name));
    choice.addEventListener("change", () => {
      order = choice.value;
      paint();
      if (!STILL.matches) box.querySelector("svg").classList.add("is-new");
    });
    label.append(`${spec.words.order} `, choice);
    box.append(label);
  }
  paint();
  let before = box.clientWidth;
  new ResizeObserver(() => {
    if (box.clientWidth === before) return;
    before = box.clientWidth;
    paint();
  }).observe(box);
};

if (window.d3) document.fonts.ready.then(() => document.querySelectorAll("[data-spec]").forEach(explore));
