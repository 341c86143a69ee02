// A figure's tables, plotted from their rows when the reader asks: hovering shows the row.
(() => {
  const waiting = new Map();
  window.memgenRows = (table) => waiting.get(table.name)?.(table);
  const MOST = 40; // curves of one plot

  function menu(label, names, chosen, change) {
    const select = document.createElement("select");
    for (const name of names) select.add(new Option(name, name, false, name === chosen));
    select.addEventListener("change", () => change(select.value));
    const element = document.createElement("label");
    element.append(`${label} `, select);
    return element;
  }

  function box(label, change) {
    const input = document.createElement("input");
    input.type = "checkbox";
    input.addEventListener("change", () => change(input.checked));
    const element = document.createElement("label");
    element.append(input, ` ${label}`);
    return element;
  }

  function curves(table, view) {
    const { columns } = table;
    const others = table.coordinates.filter((name) => name !== view.axis);
    const found = new Map();
    for (let row = 0; row < columns.quantity.length; row += 1) {
      if (columns.quantity[row] !== view.quantity) continue;
      const names = others.filter((name) => columns[name][row] !== null);
      const key = [columns.kind[row], ...names.map((name) => `${name} = ${columns[name][row]}`)].join(", ");
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(row);
    }
    return found;
  }

  // Of a table that was made along several axes, the curves along this one: the long ones.
  function shown(table, view) {
    const all = [...curves(table, view)];
    const longest = Math.max(...all.map(([, rows]) => rows.length));
    return all.filter(([, rows]) => rows.length >= longest / 10).slice(0, MOST);
  }

  function traces(table, view) {
    const { columns } = table;
    const all = shown(table, view);
    const words = (row) => Object.keys(columns)
      .filter((name) => columns[name][row] !== null && columns[name][row] !== "")
      .map((name) => `${name} = ${columns[name][row]}`).join("<br>");
    return all.map(([name, rows]) => {
      if (view.axis) rows.sort((a, b) => columns[view.axis][a] - columns[view.axis][b]);
      const theory = columns.kind[rows[0]] === "theory";
      return {
        name,
        x: rows.map((row, place) => (view.axis ? columns[view.axis][row] : place)),
        y: rows.map((row) => columns.value[row]),
        error_y: { type: "data", array: rows.map((row) => columns.stderr[row] ?? 0), visible: !theory },
        mode: theory && rows.length > 1 ? "lines+markers" : "markers",
        marker: { size: theory ? 4 : 7 },
        text: rows.map(words),
        hovertemplate: "%{text}<extra></extra>",
        showlegend: all.length <= 12,
      };
    });
  }

  function show(element, table) {
    const quantities = Object.keys(table.axes);
    const view = { quantity: quantities[0], axis: table.axes[quantities[0]], x: false, y: false };
    const controls = document.createElement("div");
    controls.className = "rows-controls";
    const plot = document.createElement("div");
    plot.className = "rows-plot";
    plot.setAttribute("role", "img");
    const said = document.createElement("p");
    said.className = "rows-said";

    function draw() {
      const [count, kept] = [curves(table, view).size, shown(table, view).length];
      plot.setAttribute("aria-label", `${view.quantity} against ${view.axis ?? "row"}, table ${table.name}`);
      said.textContent = count > kept ? `${kept} of ${count} curves are shown, the long ones.` : "";
      return memgenPlot.draw(plot, () => traces(table, view), () => ({
        xaxis: { title: { text: view.axis ?? "row" }, type: view.x ? "log" : "linear" },
        yaxis: { title: { text: view.quantity }, type: view.y ? "log" : "linear" },
        hovermode: "closest",
      }));
    }

    function build() {
      controls.replaceChildren(
        menu("Quantity", quantities, view.quantity, (name) => {
          view.quantity = name;
          view.axis = table.axes[name];
          build();
          draw();
        }),
        menu("against", table.coordinates, view.axis, (name) => { view.axis = name; draw(); }),
        box("log x", (on) => { view.x = on; draw(); }),
        box("log y", (on) => { view.y = on; draw(); }),
      );
      controls.querySelectorAll("input")[0].checked = view.x;
      controls.querySelectorAll("input")[1].checked = view.y;
    }

    build();
    element.replaceChildren(controls, plot, said);
    return draw();
  }

  for (const element of document.querySelectorAll(".memgen-rows")) {
    const { table, script } = element.dataset;
    element.querySelector("button").addEventListener("click", () => {
      waiting.set(table, (found) => show(element, found));
      memgenPlot.load(new URL(script, location.href).href);
    });
  }
})();
