// t_o, t_c, t_cond0 and t_g, and the phase diagram of the hidden manifold.
(() => {
  const { explorer, range } = memgenExplorer;
  const NAMES = [
    ["onset", "t_o, onset: data points become traps"],
    ["collapse", "t_c, collapse: memorization begins"],
    ["condensation", "t_cond0, condensation seen from a fresh point, not a data point"],
    ["generalization", "t_g: closest to the true density"],
  ];
  const [alphas, alphaDs] = [range(0.02, 1, 60), range(0.02, 2, 60)];

  function curves(x, at, here, mine, t) {
    return [
      ...NAMES.map(([name], colour) => ({
        x, y: x.map((value) => at(value)[name]), name, colour, ...(name === "condensation" ? { width: 1.2, dash: "4 3" } : {}),
      })),
      { x: NAMES.map(() => here), y: NAMES.map(([name]) => mine[name]), colour: 7, marks: 3.5 },
      { x: [here], y: [t], colour: 5, marks: 6, name: "chosen" },
    ];
  }

  explorer(document.querySelector("[data-explorer=times]"), {
    activation: { label: "activation", options: ["linear", "tanh", "relu"], value: "linear" },
    alpha: { label: "α = log P / N", low: 0.02, high: 1, value: 0.2, logarithmic: true },
    alphaD: { label: "α_D = D / N", low: 0.02, high: 2, value: 0.2, logarithmic: true },
    t: { label: "t, noise variance", low: 1e-4, high: 10, value: 0.4, logarithmic: true },
  }, ({ activation, alpha, alphaD, t }) => {
    const times = memgenTheory.times(alpha, alphaD, activation);
    const y = { title: "t", log: true, range: [1e-4, 30] };
    return {
      numbers: NAMES.map(([name, words]) => [words, times[name]]),
      says: `At t = ${memgenExplorer.digits(t)}: ${memgenTheory.phase(t, times)}.`,
      plots: [
        {
          label: `Times against alpha_D at alpha = ${memgenExplorer.digits(alpha)}`,
          x: { title: "α_D", log: true, range: [0.02, 2] },
          y,
          traces: curves(alphaDs, (d) => memgenTheory.times(alpha, d, activation), alphaD, times, t),
        },
        {
          label: `Times against alpha at alpha_D = ${memgenExplorer.digits(alphaD)}`,
          x: { title: "α", log: true, range: [0.02, 1] },
          y,
          traces: curves(alphas, (a) => memgenTheory.times(a, alphaD, activation), alpha, times, t),
        },
      ],
    };
  });
})();
