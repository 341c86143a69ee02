// Complex numbers as pairs, as far as Newton's method in the upper half plane needs them.
memgenTheory.complex = {
  add: (a, b) => [a[0] + b[0], a[1] + b[1]],
  sub: (a, b) => [a[0] - b[0], a[1] - b[1]],
  mul: (a, b) => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]],
  by: (a, s) => [a[0] * s, a[1] * s],
  div: (a, b) => {
    const norm = b[0] * b[0] + b[1] * b[1];
    return [(a[0] * b[0] + a[1] * b[1]) / norm, (a[1] * b[0] - a[0] * b[1]) / norm];
  },
  size: (a) => Math.hypot(a[0], a[1]),
};

// Iterate x -> x + share step(x) until nothing moves; the first unknown keeps Im x > 0, which only
// one root does. Null where it does not converge.
memgenTheory.newton = (step, start, iterations = 40) => {
  const { add, by, size } = memgenTheory.complex;
  let unknowns = start;
  for (let count = 0; count < iterations; count += 1) {
    const steps = step(unknowns);
    let share = 1;
    while (share > 1e-9 && unknowns[0][1] + share * steps[0][1] <= 0) share /= 2;
    unknowns = unknowns.map((x, k) => add(x, by(steps[k], share)));
    const moved = unknowns.reduce((sum, x, k) => sum + size(steps[k]) / size(x), 0);
    if (!Number.isFinite(moved)) return null;
    if (moved < 1e-9) return unknowns;
  }
  return null;
};
