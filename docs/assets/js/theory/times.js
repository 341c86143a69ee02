// The times of diffusion on the hidden manifold, from the grid of their logarithms over
// t = (1 / alpha_D) / (exp(2 alpha / alpha_D) - 1).
memgenTheory.times = (alpha, alphaD, activation) => {
  const reference = -Math.log(alphaD) - Math.log(Math.expm1((2 * alpha) / alphaD));
  const time = (name, own) => Math.exp(
    reference + own + memgenTheory.onGrid("times", `${activation}.${name}`, alpha, alphaD)
  );
  return {
    onset: time("onset", 0),
    collapse: time("collapse", 0),
    condensation: time("condensation", 0),
    generalization: time("generalization", Math.log(alphaD)),
  };
};

memgenTheory.phase = (t, times) => {
  if (t > times.onset) return "no data point is a trap: the empirical density looks smooth";
  if (t > times.collapse) return "every data point is a trap, and trajectories pass them by";
  if (t > times.generalization) return "memorization: each trajectory is captured by a data point";
  return "below the best time: narrower kernels move the empirical density away from the true one";
};
