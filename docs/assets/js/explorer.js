// Sliders, menus, numbers and plots of an explorer's page; what a page shows is in its own script.
const memgenExplorer = (() => {
  const digits = (value) => {
    if (!Number.isFinite(value)) return value > 0 ? "∞" : "–";
    if (value === 0) return "0";
    const size = Math.abs(value);
    return size >= 1e-3 && size < 1e4 ? value.toPrecision(4) : value.toExponential(3);
  };

  // Words with subscripts, t_c or α_D, into an element.
  function write(element, words) {
    words.split(/_([A-Za-z0-9]+)/).forEach((part, k) => {
      if (k % 2 === 0) return element.append(part);
      const lowered = document.createElement("sub");
      lowered.textContent = part;
      element.append(lowered);
    });
  }

  function slider({ label, low, high, value, logarithmic = false, steps = 200, refused }, change) {
    const scale = logarithmic ? Math.log : (x) => x;
    const back = logarithmic ? Math.exp : (x) => x;
    const input = document.createElement("input");
    input.type = "range";
    input.min = 0;
    input.max = steps;
    input.step = 1;
    const at = () => back(scale(low) + (input.value / steps) * (scale(high) - scale(low)));
    const output = document.createElement("output");
    const place = (x) => Math.round((steps * (scale(x) - scale(low))) / (scale(high) - scale(low)));
    input.value = place(value);
    const tell = () => {
      output.textContent = digits(at());
      input.setAttribute("aria-valuetext", output.textContent);
    };
    input.addEventListener("input", () => { tell(); change(at()); });
    const field = document.createElement("input");
    field.type = "number";
    field.step = "any";
    field.min = low;
    field.max = high;
    field.setAttribute("aria-label", `${label}, as a number`);
    field.value = Number(value.toPrecision(4));
    input.addEventListener("input", () => {
      field.value = Number(at().toPrecision(4));
      field.removeAttribute("aria-invalid");
      last = at();
    });
    field.title = `from ${digits(low)} to ${digits(high)}`;
    let last = value;
    const take = (typed) => {
      last = typed;
      field.removeAttribute("aria-invalid");
      input.value = place(typed);
      input.setAttribute("aria-valuetext", digits(typed));
      change(typed);
    };
    const inside = () => field.value !== "" && field.value >= low && field.value <= high;
    // While a number is typed it may be none yet; once it is left it is brought into the range.
    field.addEventListener("input", () => {
      if (inside()) take(Number(field.value));
      else field.setAttribute("aria-invalid", "true");
    });
    field.addEventListener("change", () => {
      if (inside()) return;
      const typed = field.value === "" ? last : Math.min(high, Math.max(low, Number(field.value)));
      if (field.value !== "") outside(field.value);
      field.value = Number(typed.toPrecision(4));
      take(typed);
    });
    const element = document.createElement("label");
    element.className = "slider";
    const name = document.createElement("span");
    write(name, label);
    element.append(name, input);
    tell();
    const whole = document.createElement("div");
    whole.className = "slider-row";
    whole.append(element, field);
    // the range that the page knows, said when a number beyond it was asked for
    const range = document.createElement("small");
    range.className = "slider-range";
    range.setAttribute("role", "status");
    function outside(asked) {
      range.textContent = `${asked} is outside: this page knows ${digits(low)} to ${digits(high)}`;
      whole.append(range);
    }
    for (const one of [input, field]) one.addEventListener("input", () => range.remove());
    if (refused) outside(refused);
    return whole;
  }

  function menu({ label, options, value }, change) {
    const select = document.createElement("select");
    for (const option of options) select.add(new Option(option, option, false, option === value));
    select.addEventListener("change", () => change(select.value));
    const element = document.createElement("label");
    element.className = "choice";
    element.append(`${label} `, select);
    return element;
  }

  // What is chosen stands in the address, so that it can be linked; what is not, or is no value of its
  // control, is as the page begins; a number outside its range is at its end, and the page says so.
  const asked = (name) => new URLSearchParams(location.search).get(name);

  function given(name, { options, low, high, value }) {
    const said = asked(name);
    if (options) return options.includes(said) ? said : value;
    const number = Number(said);
    if (!said || Number.isNaN(number)) return value;
    return Math.min(high, Math.max(low, number));
  }

  function address(chosen) {
    const query = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  }

  // controls: {name: {label, low, high, value, logarithmic} or {label, options, value}};
  // show(state) returns {numbers: [[words, value]], plots: [{label, x, y, traces}], says}.
  function explorer(element, controls, show) {
    const begin = Object.fromEntries(Object.entries(controls).map(([name, one]) => [name, one.value]));
    const state = Object.fromEntries(Object.entries(controls).map(([name, one]) => [name, given(name, one)]));
    let telling = null;
    // browsers allow few changes of the address in a second
    const tell = () => {
      clearTimeout(telling);
      telling = setTimeout(() => address(Object.entries(state)
        .filter(([name, value]) => value !== begin[name])
        .map(([name, value]) => [name, typeof value === "number" ? Number(value.toPrecision(4)) : value])), 200);
    };
    const panel = document.createElement("div");
    panel.className = "explorer-controls";
    const table = document.createElement("table");
    table.className = "explorer-numbers";
    const said = document.createElement("p");
    said.className = "explorer-said";
    said.setAttribute("aria-live", "polite");
    const plots = document.createElement("div");
    plots.className = "explorer-plots";
    let waiting = false;

    function redraw() {
      waiting = false;
      const begun = performance.now();
      const { numbers, plots: drawn, says } = show(state);
      table.replaceChildren(...numbers.map(([words, value]) => {
        const row = document.createElement("tr");
        const head = document.createElement("th");
        head.scope = "row";
        write(head, words);
        const cell = document.createElement("td");
        cell.textContent = typeof value === "number" ? digits(value) : value;
        row.append(head, cell);
        return row;
      }));
      said.textContent = says ?? "";
      while (plots.children.length < drawn.length) {
        const plot = document.createElement("div");
        plot.className = "explorer-plot";
        plot.setAttribute("role", "img");
        plot.dataset.number = plots.children.length;
        plots.append(plot);
      }
      drawn.forEach(({ label, ...content }, k) => {
        plots.children[k].setAttribute("aria-label", label);
        memgenChart.chart(plots.children[k], content);
      });
      element.dataset.milliseconds = performance.now() - begun;
      element.dataset.drawn = Number(element.dataset.drawn ?? 0) + 1;
    }

    function ask() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(redraw);
    }

    for (const [name, control] of Object.entries(controls)) {
      const make = control.options ? menu : slider;
      const said = control.options ? null : asked(name);
      const refused = said && Number(said) !== state[name] && !Number.isNaN(Number(said)) ? said : null;
      const made = make({ ...control, value: state[name], refused }, (value) => {
        state[name] = value;
        ask();
        tell();
      });
      made.dataset.control = name;
      panel.append(made);
    }
    const again = document.createElement("button");
    again.type = "button";
    again.className = "md-button explorer-again";
    again.textContent = "Start again";
    again.addEventListener("click", () => { location.href = location.pathname; });
    panel.append(again);
    element.replaceChildren(panel, table, said, plots);
    addEventListener("memgen-redraw", ask);
    redraw();
  }

  const range = (low, high, count) => Array.from(
    { length: count }, (_, k) => Math.exp(Math.log(low) + (k / (count - 1)) * Math.log(high / low))
  );

  return { explorer, range, digits, address };
})();

// Each page states the error of the grid that it interpolates.
for (const element of document.querySelectorAll(".grid-error")) {
  const { error } = memgenTheory.grids[element.dataset.grid];
  element.textContent = `the largest relative error at random points is ${error}`;
}
