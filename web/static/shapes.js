// Arithmetic of the drawn pictures: turning points, hulls, and points as the text of a path. Pure.

export const RAD = Math.PI / 180;

export const span = (from, to, steps) => Array.from({ length: steps + 1 }, (_, i) => from + (to - from) * i / steps);
export const add = (p, q) => p.map((v, i) => v + q[i]);
export const scaled = (p, by) => p.map((v) => v * by);
export const between = (p, q, share) => p.map((v, i) => v + (q[i] - v) * share);
export const length = (p) => Math.hypot(...p);
export const unit = (p) => scaled(p, 1 / (length(p) || 1));
const dot = (p, q) => p.reduce((sum, v, i) => sum + v * q[i], 0);

/** What is left of `p` when its part along the unit vector `along` is taken away. */
export const across = (p, along) => add(p, scaled(along, -dot(p, along)));

/** R = Ry(rotation) Rx(-extension) Rz(-lateral flexion), as a function on points. */
export function turn({ rotation_deg = 0, extension_deg = 0, lateral_flexion_deg = 0 }) {
  const [a, e, f] = [rotation_deg * RAD, -extension_deg * RAD, -lateral_flexion_deg * RAD];
  const [ca, sa, ce, se, cf, sf] = [a, e, f].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
  return ([x, y, z]) => {
    [x, y] = [x * cf - y * sf, x * sf + y * cf];
    [y, z] = [y * ce - z * se, y * se + z * ce];
    return [x * ca + z * sa, y, z * ca - x * sa];
  };
}

const cross = (o, p, q) => (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);

/** The smallest convex shape around flat points. */
export function hull(points) {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (list) => list.reduce((chain, p) => {
    while (chain.length > 1 && cross(chain.at(-2), chain.at(-1), p) <= 0) chain.pop();
    chain.push(p);
    return chain;
  }, []);
  return [...half(sorted).slice(0, -1), ...half(sorted.reverse()).slice(0, -1)];
}

/** Points around a circle on the sheet. */
export const ring = ([x, y], r, steps = 16) =>
  span(0, 360 * (1 - 1 / steps), steps - 1).map((deg) => [x + r * Math.cos(deg * RAD), y + r * Math.sin(deg * RAD)]);

const to = (p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`;
export const line = (points) => points.length < 2 ? "" : `M${points.map(to).join("L")}`;
export const closed = (points) => points.length < 3 ? "" : `${line(points)}Z`;
export const at = to;

/** Corners of a polygon rounded off: through the middle of each edge. */
export function rounded(points) {
  if (points.length < 3) return "";
  const half = (p, q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const last = half(points.at(-1), points[0]);
  return `M${to(last)}${points.map((p, i) => `Q${to(p)} ${to(half(p, points[(i + 1) % points.length]))}`).join("")}Z`;
}
