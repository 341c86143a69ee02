// The spectrum of a linear manifold with several variances, and of its score's Jacobian.
// parts: [{ratio: m_k / N, variance: s_k^2}], variances rising. With u = 1/M the edges are where
//   h(u) = sum ratio s^4 / (u + s^2)^2 = 1,   lambda = -u + sum ratio s^2 u / (u + s^2).
memgenTheory.bulks = (parts) => {
  const h = (u) => parts.reduce((sum, { ratio, variance: s }) => sum + (ratio * s * s) / (u + s) ** 2, -1);
  const slope = (u) => parts.reduce((sum, { ratio, variance: s }) => sum - (2 * ratio * s * s) / (u + s) ** 3, 0);
  const level = (u) => parts.reduce((sum, { ratio, variance: s }) => sum + (ratio * s * u) / (u + s), -u);
  const root = (f, low, high) => {
    const rising = f(high) > f(low);
    let [a, b] = [low, high];
    for (let step = 0; step < 90; step += 1) {
      const middle = (a + b) / 2;
      if (f(middle) > 0 === rising) b = middle;
      else a = middle;
    }
    return (a + b) / 2;
  };
  const all = parts.reduce((sum, { ratio }) => sum + ratio, 0);
  const first = parts[0];
  const last = parts[parts.length - 1];
  const reach = Math.sqrt(all) * last.variance * (1 + 1e-9);
  const own = ({ ratio, variance }) => Math.sqrt(ratio) * variance;
  const roots = [root(h, -last.variance - reach, -last.variance - own(last) / 2)];
  for (let k = parts.length - 1; k > 0; k -= 1) {
    const [low, high] = [-parts[k].variance, -parts[k - 1].variance];
    if (high - low < 1e-7 * parts[k].variance) continue;
    const near = low + 1e-6 * Math.min(own(parts[k]), high - low);
    const far = high - 1e-6 * Math.min(own(parts[k - 1]), high - low);
    const lowest = root(slope, near, far);
    if (h(lowest) < 0) roots.push(root(h, near, lowest), root(h, lowest, far));
  }
  roots.push(root(h, -first.variance + own(first) / 2, -first.variance + reach));
  const edges = roots.map((u) => Math.max(0, level(u))).sort((a, b) => a - b);
  return Array.from({ length: edges.length / 2 }, (_, k) => [edges[2 * k], edges[2 * k + 1]]);
};

// Density of the eigenvalues at points of one bulk, from its upper edge down.
memgenTheory.bulkDensity = (parts, [low, high], count = 60) => {
  const { add, sub, mul, div, by } = memgenTheory.complex;
  const one = [1, 0];
  const found = [];
  let M = null;
  for (let k = 0; k < count; k += 1) {
    const x = (low + high) / 2 + ((high - low) / 2) * Math.cos(((k + 0.5) * Math.PI) / count);
    const step = (z) => ([m]) => {
      let value = add(z, div(one, m));
      let slope = by(div(one, mul(m, m)), -1);
      for (const { ratio, variance } of parts) {
        const u = div([variance, 0], add(one, by(m, variance)));
        value = sub(value, by(u, ratio));
        slope = add(slope, by(mul(u, u), ratio));
      }
      return [by(div(value, slope), -1)];
    };
    let solved = M && memgenTheory.newton(step([x, 0]), [M]);
    if (!solved) {
      // from far above the axis, where M = -1/z, down to it
      let height = 100 * (x + high);
      solved = [div([-1, 0], [x, height])];
      while (solved && height > 1e-9 * x) {
        height /= 4;
        solved = memgenTheory.newton(step([x, height]), solved);
      }
    }
    M = solved ? solved[0] : null;
    found.push([x, M ? Math.max(0, M[1]) / Math.PI : 0]);
  }
  return found;
};

// The widths of the gaps of t grad score: between bulks, and the final one.
memgenTheory.gaps = (bulks, t) => ({
  between: bulks.slice(1).map(([low], k) => {
    const below = bulks[k][1];
    return (t * (low - below)) / ((t + low) * (t + below));
  }),
  final: bulks[0][0] / (t + bulks[0][0]),
});
