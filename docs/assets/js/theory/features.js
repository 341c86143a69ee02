// The feature matrix U of a random-feature score model: its spectrum, and the outlier of a mixture.
memgenTheory.features = (psiP, psiN, t, sigma) => {
  const of = (name) => Math.exp(memgenTheory.onGrid("features", name, t, sigma));
  const level = sigma * sigma;
  const decay = Math.exp(-t);
  const logRho = -Math.log1p(-Math.expm1(-2 * t) / (decay * decay * level));
  const a = of("a");
  const v2 = of("v2") * Math.exp(3 * logRho);
  return { psiP, psiN, level, b2: of("b") ** 2, s2: of("s2"), v2, signal2: (a * decay) ** 2 };
};

memgenTheory.atom = ({ psiP, psiN }) => Math.max(0, 1 - (1 + psiN) / psiP);

// Eigenvalue of the mixture +-m, M = |m|^2; it is least at the threshold, at the bulk's upper edge.
memgenTheory.outlier = (model, M) => {
  const { psiP, psiN, level, b2, s2, v2, signal2 } = model;
  const all = level + M;
  const c1 = 1 + level / (psiN * M);
  const B = b2 - c1 * all * signal2 - v2 / psiN;
  const root = Math.sqrt(B * B + 4 * c1 * b2 * all * signal2);
  const D = B > 0 ? (B + root) / (2 * c1 * b2) : (2 * all * signal2) / (root - B);
  const lift = (b2 * D + level * signal2) / (signal2 * M);
  return s2 + v2 / D + (b2 + (all * signal2) / D) * (psiP + lift);
};

memgenTheory.threshold = (model) => {
  const golden = (Math.sqrt(5) - 1) / 2;
  const height = (x) => memgenTheory.outlier(model, Math.exp(x));
  let [low, high] = [-20, 20];
  for (let step = 0; step < 70; step += 1) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (height(left) < height(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
};

// Density of the eigenvalues at the given points, largest first, from the two equations
//   1/q = s^2 - z + v^2 / D + k u,   D = 1 + (psi_p / psi_n) q (v^2 + l signal^2 u),
//   k = b^2 + l signal^2 / D,        u = 1 / (1 + psi_p q k).
memgenTheory.featureDensity = (model, points) => {
  const { psiP, psiN, level, b2, s2, v2, signal2 } = model;
  const { add, sub, mul, div, by } = memgenTheory.complex;
  const one = [1, 0];
  const power = level * signal2;
  const ratio = psiP / psiN;
  const step = (z) => ([q, D]) => {
    const k = add([b2, 0], div([power, 0], D));
    const D2 = mul(D, D);
    const kD = div([-power, 0], D2);
    const u = div(one, add(one, by(mul(q, k), psiP)));
    const u2 = mul(u, u);
    const sum = add([v2, 0], by(u, power));
    const F1 = sub(add(add(sub([s2, 0], z), div([v2, 0], D)), mul(k, u)), div(one, q));
    const F2 = sub(add(one, by(mul(q, sum), ratio)), D);
    const F1q = add(by(mul(mul(k, k), u2), -psiP), div(one, mul(q, q)));
    const F1D = add(div([-v2, 0], D2), mul(u2, kD));
    const F2q = by(sub(sum, by(mul(q, mul(k, u2)), power * psiP)), ratio);
    const F2D = sub(by(mul(mul(q, q), mul(u2, kD)), -ratio * power * psiP), one);
    const determinant = sub(mul(F1q, F2D), mul(F1D, F2q));
    return [
      div(sub(mul(F2, F1D), mul(F1, F2D)), determinant),
      div(sub(mul(F1, F2q), mul(F1q, F2)), determinant),
    ];
  };
  let near = null;
  return points.map((x) => {
    const height = 1e-6 * (x - s2);
    let solved = near && memgenTheory.newton(step([x, height]), near);
    if (!solved) {
      let here = 100 * (1 + x);
      solved = [div([-1, 0], [x, here]), one];
      while (solved && here > height) {
        here = Math.max(height, here / 4);
        solved = memgenTheory.newton(step([x, here]), solved);
      }
    }
    near = solved;
    return solved ? solved[0][1] / Math.PI : 0;
  });
};
