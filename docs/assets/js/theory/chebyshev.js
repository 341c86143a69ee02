// Sums of Chebyshev polynomials, of one coordinate or of two: the theory on grids.
const memgenTheory = { grids: {} };

// Each file of grids is a script that calls this.
function memgenGrid(name, grid) {
  memgenTheory.grids[name] = grid;
}

memgenTheory.reduced = (axis, x) => {
  const scale = axis.logarithmic ? Math.log : (value) => value;
  const u = (2 * (scale(x) - scale(axis.low))) / (scale(axis.high) - scale(axis.low)) - 1;
  // a little below a linear axis the polynomials go on
  return axis.logarithmic ? Math.min(1, Math.max(-1, u)) : Math.max(-1.05, u);
};

// Clenshaw's recurrence.
memgenTheory.chebyshev = (c, u) => {
  let after = 0;
  let now = 0;
  for (let k = c.length - 1; k > 0; k -= 1) [now, after] = [c[k] + 2 * u * now - after, now];
  return c[0] + u * now - after;
};

// A function of a grid at a point; outside the grid's range, at its border.
memgenTheory.onGrid = (name, key, ...point) => {
  const { axes, values } = memgenTheory.grids[name];
  const u = axes.map((axis, place) => memgenTheory.reduced(axis, point[place]));
  const c = values[key];
  if (u.length === 1) return memgenTheory.chebyshev(c, u[0]);
  return memgenTheory.chebyshev(c.map((row) => memgenTheory.chebyshev(row, u[1])), u[0]);
};
