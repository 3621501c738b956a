// Colours of a chart, from the page's own variables: for light, dark and forced colours alike.

/** A colour of the page as red, green and blue: forced colours have names that a chart does not know. */
export function color(chart, name) {
  chart.style.color = `var(${name})`;
  const found = getComputedStyle(chart).color;
  chart.style.color = "";
  return found;
}

/** The same values with the page's colours in place of the names of their variables. */
export function colored(value, colors) {
  if (typeof value === "string") return value.startsWith("--") ? colors(value) : value;
  if (Array.isArray(value)) return value.map((one) => colored(one, colors));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, colored(one, colors)]));
  return value;
}

/** Calls `draw` again whenever the page's colours change. */
export function onColors(draw) {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(query).addEventListener("change", draw);
}

/** The drawing scales with its paper in print, where no script runs: the SVG gets the size it was drawn in as its view box. */
export function printable(chart) {
  for (const svg of chart.querySelectorAll("svg.main-svg"))
    svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
}
