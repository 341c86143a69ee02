// Capacities of dense associative memories.
(() => {
  const { explorer, range } = memgenExplorer;
  const ENSEMBLES = { "manifold, linear": "linear", "manifold, tanh": "tanh", "manifold, relu": "relu" };
  const lams = range(0.02, 20, 120);

  explorer(document.querySelector("[data-explorer=capacity]"), {
    patterns: { label: "patterns", options: ["gaussian", "spherical", "binary", ...Object.keys(ENSEMBLES)], value: "manifold, tanh" },
    lam: { label: "λ, inverse temperature", low: 0.02, high: 20, value: 1, logarithmic: true },
    alphaD: { label: "α_D = D / N (manifold)", low: 0.02, high: 2, value: 0.25, logarithmic: true },
  }, ({ patterns, lam, alphaD }) => {
    const activation = ENSEMBLES[patterns];
    const kind = activation ? "manifold" : patterns;
    const at = (one) => memgenTheory.retrieval(one, kind, alphaD, activation);
    const numbers = [["α₁(λ), one typical pattern is retrieved", at(lam)]];
    if (activation) {
      const end = memgenTheory.saturation(alphaD, activation);
      numbers.push(["λ_s, from where it stays", end.lam], ["α₁(λ_s)", end.capacity]);
    } else {
      numbers.push(["α_c(λ), all patterns are retrieved", memgenTheory.storage(lam, kind)]);
    }
    const line = (name, colour, at, more) => ({ x: lams, y: lams.map(at), name, colour, ...more });
    const drawn = activation
      ? ["linear", "tanh", "relu"].map((name, k) => line(
        name, k, (one) => memgenTheory.retrieval(one, "manifold", alphaD, name), { width: name === activation ? 3.5 : 1.3 }
      ))
      : [
        line("one pattern", 0, at),
        line("all patterns", 1, (one) => memgenTheory.storage(one, kind), { dash: "6 4" }),
      ];
    return {
      numbers,
      says: `With N = 100 coordinates this memory retrieves one of about e^${(100 * at(lam)).toFixed(1)} of them.`,
      plots: [
        {
          label: "Capacity against inverse temperature",
          x: { title: "λ", log: true, range: [0.02, 20] },
          y: { title: "α = log P / N", zero: true },
          traces: [...drawn, { x: [lam], y: [at(lam)], colour: 5, marks: 6, name: "chosen" }],
        },
      ],
    };
  });
})();
