// The spectrum of random features, with the outlier of a mixture.
(() => {
  const { explorer } = memgenExplorer;

  explorer(document.querySelector("[data-explorer=features]"), {
    psiP: { label: "ψ_p = p / d", low: 0.5, high: 128, value: 64, logarithmic: true },
    psiN: { label: "ψ_n = n / d", low: 0.5, high: 64, value: 8, logarithmic: true },
    t: { label: "t, Ornstein-Uhlenbeck time", low: 1e-3, high: 3, value: 0.01, logarithmic: true },
    sigma: { label: "σ_x, width of the data", low: 0.3, high: 3, value: 1, logarithmic: true },
    m: { label: "|m|, mean of the mixture", low: 0.05, high: 10, value: 1, logarithmic: true },
  }, ({ psiP, psiN, t, sigma, m }) => {
    const model = memgenTheory.features(psiP, psiN, t, sigma);
    const threshold = memgenTheory.threshold(model);
    const edge = memgenTheory.outlier(model, threshold);
    const outlier = memgenTheory.outlier(model, m * m);
    const [low, high] = [Math.log(1e-4 * model.s2), Math.log((edge - model.s2) * 1.02)];
    const x = Array.from({ length: 220 }, (_, k) => model.s2 + Math.exp(high + (k / 219) * (low - high)));
    const rho = memgenTheory.featureDensity(model, x);
    const y = rho.map((one, k) => one * (x[k] - model.s2));
    const top = Math.max(...y, 1e-6);
    const leaves = m * m > threshold;
    return {
      numbers: [
        ["s², where the atom is", model.s2],
        ["its mass", memgenTheory.atom(model)],
        ["upper edge of the bulk", edge],
        ["|m| at which the outlier leaves it", Math.sqrt(threshold)],
        ["outlier", leaves ? outlier : "inside the bulk"],
      ],
      says: leaves ? "The mixture's means show as an eigenvalue outside the bulk." : "The means are too close: no eigenvalue leaves the bulk.",
      plots: [
        {
          label: "Spectrum of the feature matrix",
          x: { title: "λ - s²", log: true },
          y: { title: "density per unit of log(λ - s²)", zero: true },
          traces: [
            { x: x.map((one) => one - model.s2), y, fill: true, colour: 0, name: "bulks" },
            ...(leaves ? [{ x: [outlier - model.s2, outlier - model.s2], y: [0, top], colour: 1, width: 3, name: "outlier" }] : []),
          ],
        },
      ],
    };
  });
})();
