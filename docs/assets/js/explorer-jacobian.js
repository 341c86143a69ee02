// The bulks of a linear manifold's spectrum, and the gaps of its score's Jacobian.
(() => {
  const { explorer, range } = memgenExplorer;
  const times = range(1e-4, 100, 120);

  explorer(document.querySelector("[data-explorer=jacobian]"), {
    ratio1: { label: "m₁ / N", low: 0.02, high: 0.9, value: 0.2 },
    sigma1: { label: "σ₁", low: 0.05, high: 3, value: 1, logarithmic: true },
    ratio2: { label: "m₂ / N", low: 0.02, high: 0.9, value: 0.2 },
    sigma2: { label: "σ₂", low: 0.05, high: 3, value: 0.1, logarithmic: true },
    t: { label: "t, noise variance", low: 1e-4, high: 100, value: 0.01, logarithmic: true },
  }, ({ ratio1, sigma1, ratio2, sigma2, t }) => {
    const parts = [
      { ratio: ratio1, variance: sigma1 ** 2 }, { ratio: ratio2, variance: sigma2 ** 2 },
    ].sort((a, b) => a.variance - b.variance);
    const bulks = memgenTheory.bulks(parts);
    const share = ratio1 + ratio2;
    const width = memgenTheory.gaps(bulks, t);
    const numbers = [
      ...bulks.map(([low, high], k) => [
        `bulk ${k + 1} of F Fᵀ`, `${memgenExplorer.digits(low)} to ${memgenExplorer.digits(high)}`,
      ]),
      ["directions off the manifold, share at -1", Math.max(0, 1 - share)],
      ["final gap at t", share < 1 ? width.final : "none: D ≥ N"],
      ["gap between the variances at t", bulks.length > 1 ? width.between[0] : "none: one bulk"],
    ];
    if (bulks.length > 1) {
      numbers.push(["t at which that gap is widest", Math.sqrt(bulks[1][0] * bulks[0][1])]);
    }
    const lines = bulks.map((bulk) => memgenTheory.bulkDensity(parts, bulk)).map((points) => ({
      x: points.map(([x]) => -t / (t + x)),
      y: points.map(([x, rho]) => (rho * (t + x) ** 2) / t),
    }));
    return {
      numbers,
      says: bulks.length > 1
        ? "The two variances have a bulk each." : "The two variances have merged into one bulk.",
      plots: [
        {
          label: "Density of the eigenvalues of t times the score's Jacobian",
          x: { title: "r, eigenvalue of t ∇ score", range: [-1.03, 0.02] },
          y: { title: "density", zero: true },
          traces: [
            ...lines.map(({ x, y }, k) => ({ x, y, fill: true, colour: k, name: `bulk ${k + 1}` })),
            ...(share < 1 ? [{ x: [-1, -1], y: [0, Math.max(...lines.flatMap(({ y }) => y))], colour: 7, width: 4, name: "off the manifold" }] : []),
          ],
        },
        {
          label: "Widths of the gaps against t",
          x: { title: "t", log: true, range: [1e-4, 100] },
          y: { title: "width", range: [0, 1] },
          traces: [
            ...(share < 1 ? [{ x: times, y: times.map((one) => memgenTheory.gaps(bulks, one).final), colour: 7, name: "final gap" }] : []),
            ...(bulks.length > 1 ? [{ x: times, y: times.map((one) => memgenTheory.gaps(bulks, one).between[0]), colour: 1, name: "between the variances" }] : []),
            { x: [t, t], y: [0, 1], colour: 5, width: 1, dash: "4 3" },
          ],
        },
      ],
    };
  });
})();
