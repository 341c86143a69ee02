// Loads log P / N up to which a dense associative memory retrieves one typical pattern, or all.
memgenTheory.retrieval = (lam, patterns, alphaD, activation) => {
  if (patterns === "gaussian") return lam < 1 ? lam - (lam * lam) / 2 : 0.5;
  if (patterns === "spherical") {
    const eps = (2 * lam) / (1 + Math.sqrt(1 + 4 * lam * lam));
    return lam - lam * eps - 0.5 * Math.log1p(-eps * eps);
  }
  if (patterns === "binary") return lam - (lam + Math.log1p(Math.exp(-2 * lam)) - Math.LN2);
  const end = memgenTheory.saturation(alphaD, activation);
  const share = Math.min(1, lam / end.lam);
  if (activation === "linear") return end.capacity * share * (2 - share);
  const factor = Math.exp(memgenTheory.onGrid("capacity", activation, alphaD, share));
  return end.capacity * share * (2 - share) * factor;
};

// Where the capacity of patterns on the manifold stops to rise.
memgenTheory.saturation = (alphaD, activation) => {
  const share = alphaD / (1 + alphaD);
  if (activation === "linear") return { lam: share, capacity: share / 2 };
  const of = (name) => Math.exp(memgenTheory.onGrid("saturation", `${activation}.${name}`, alphaD));
  return { lam: share * of("lam"), capacity: share * of("capacity") };
};

// For all patterns: of Gaussian ones a small one, or a pair, is lost earlier.
memgenTheory.storage = (lam, patterns) => {
  const one = memgenTheory.retrieval(lam, patterns);
  if (patterns !== "gaussian") return one;
  const b = 1 - 2 * one;
  let [low, high] = [1e-12, 1];
  for (let step = 0; step < 60; step += 1) {
    const rho = (low + high) / 2;
    if (b * rho - 1 - Math.log(rho) > 0) low = rho;
    else high = rho;
  }
  return Math.min(one * low, Math.LN2 / 4);
};
