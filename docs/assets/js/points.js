// The row under the pointer, on the figure itself. What lies where is in a script beside the figure,
// loaded when a reader first points at it; arrow keys go from row to row.
(() => {
  const NEAR = 14; // pixels
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const element = document.querySelector(".figure-large[data-points]");
  if (!element) return;
  const image = element.querySelector("img");
  let drawn = null;
  let chosen = -1;

  const mark = document.createElement("span");
  mark.className = "point-mark";
  mark.hidden = true;
  const box = document.createElement("div");
  box.className = "point-row";
  box.hidden = true;
  box.setAttribute("aria-live", "polite");
  element.append(mark, box);
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", "Figure. Arrow keys go from point to point and read the rows");

  function words([, , curve, row, x, y]) {
    const name = drawn.curves[curve]; // HTML
    const pairs = row < 0 ? [["x", x], ["y", y]] : drawn.rows[row];
    const lines = pairs.map(([column, value]) => `${column} = ${value}`);
    if (row < 0) {
      lines.push(drawn.marked[curve] ? "computed from rows: a ratio, a mean or a fit" : "on a line, between rows or computed from them");
    }
    return [name, lines];
  }

  function show(k) {
    chosen = k;
    mark.hidden = box.hidden = k < 0;
    if (k < 0) return;
    const [x, y] = drawn.points[k];
    const frame = image.getBoundingClientRect();
    const [left, top] = [x * frame.width, y * frame.height];
    mark.style.left = `${left}px`;
    mark.style.top = `${top}px`;
    const [name, lines] = words(drawn.points[k]);
    box.replaceChildren(...lines.map((line) => {
      const one = document.createElement("div");
      one.textContent = line;
      return one;
    }));
    if (name) {
      const head = document.createElement("strong");
      head.innerHTML = name;
      box.prepend(head);
    }
    // beside the point, on the side that has room, and never past the figure's edges
    const width = box.offsetWidth;
    const beside = left + 14 + width < frame.width ? left + 14 : left - 14 - width;
    box.style.left = `${Math.max(0, Math.min(beside, frame.width - width))}px`;
    box.style.top = `${Math.max(0, top - box.offsetHeight - 10)}px`;
  }

  function nearest(event) {
    const frame = image.getBoundingClientRect();
    const [left, top] = [event.clientX - frame.left, event.clientY - frame.top];
    let [best, distance] = [-1, NEAR];
    drawn.points.forEach(([x, y, , row], k) => {
      // where a row and a line computed from it lie together the row is told
      const far = Math.hypot(x * frame.width - left, y * frame.height - top) + (row < 0 ? 2 : 0);
      if (far < distance) [best, distance] = [k, far];
    });
    return best;
  }

  let loading = null;
  const load = () => {
    loading ??= new Promise((done) => {
      window.memgenPoints = (told) => { 
        drawn = element.memgenPoints = told;
        element.dataset.ready = told.points.length;
        done();
      };
      memgenPlot.load(new URL(element.dataset.points, location.href).href);
    });
    return loading;
  };
  for (const name of ["pointerenter", "pointerdown", "focus"]) element.addEventListener(name, load);
  element.addEventListener("pointermove", (event) => { if (drawn) show(nearest(event)); });
  element.addEventListener("click", async (event) => { await load(); show(nearest(event)); });
  element.addEventListener("pointerleave", () => show(-1));
  element.addEventListener("blur", () => show(-1));
  element.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") return show(-1);
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    await load();
    // from row to row; where a figure shows none as it is, from point to point
    const all = [...drawn.points.keys()];
    const rows = all.filter((k) => drawn.points[k][3] >= 0);
    const stops = rows.length ? rows : all;
    const step = STEPS[event.key];
    const at = chosen < 0 ? (step < 0 ? 0 : -1) : stops.findLastIndex((k) => k <= chosen);
    show(stops[(at + step + stops.length) % stops.length]);
  });
})();
