// Plotly, loaded when a page first plots, in the colours of the page.
const memgenPlot = (() => {
  const here = document.currentScript.src.replace(/plot\.js.*$/, "");
  let loading = null;

  function load(script) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = script;
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${script} is missing`));
      document.head.append(element);
    });
  }

  function library() {
    loading ??= load(`${here}plotly.min.js`);
    return loading;
  }

  const dark = () => document.body.dataset.mdColorScheme === "slate";
  const COLOURS = {
    light: ["#1f5fa8", "#b4450b", "#27723b", "#8a3b8f", "#7a5c00", "#a8243c", "#00707a", "#555555"],
    dark: ["#7db4f0", "#f5a06a", "#7fd197", "#dd9be2", "#e0c060", "#f58ba0", "#6fd0da", "#bbbbbb"],
  };
  const colours = () => COLOURS[dark() ? "dark" : "light"];

  function layout(more) {
    const ink = dark() ? "#e3e4ea" : "#222222";
    const lines = dark() ? "#4a4c58" : "#dddddd";
    const axis = { gridcolor: lines, zerolinecolor: lines, linecolor: ink, ticks: "outside", automargin: true };
    const { xaxis, yaxis, ...rest } = more;
    return {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { color: ink, size: 13 },
      margin: { l: 60, r: 15, t: 15, b: 50 },
      colorway: colours(),
      hoverlabel: { align: "left" },
      legend: { orientation: "h", y: -0.25 },
      xaxis: { ...axis, ...xaxis },
      yaxis: { ...axis, ...yaxis },
      ...rest,
    };
  }

  async function draw(element, traces, more) {
    await library();
    element.memgenDrawn = [traces, more];
    return Plotly.react(element, traces(), layout(more()), {
      responsive: true, displaylogo: false, displayModeBar: false,
    });
  }

  // A plot drawn before the reader changes the theme is drawn again in the other colours.
  new MutationObserver(() => {
    for (const element of document.querySelectorAll(".js-plotly-plot")) {
      if (element.memgenDrawn) draw(element, ...element.memgenDrawn);
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });

  return { draw, load, colours, library };
})();
