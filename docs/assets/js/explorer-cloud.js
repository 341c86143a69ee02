// The empirical score of the reader's own points in the plane, its trajectories and its collapse.
(() => {
  const root = document.querySelector("[data-explorer=cloud]");
  const canvas = root.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const slider = root.querySelector("input[type=range]");
  const [told, numbers] = [root.querySelector("output"), root.querySelector("table")];
  const HALF = 2.2; // the canvas shows [-HALF, HALF]^2
  const PATHS = 36;
  let points = [];
  let collapse = null;
  let cursor = [0, 0];

  // The same numbers for every reader: a linear congruential generator, and Box and Muller.
  function normals(count, seed) {
    let state = seed;
    const uniform = () => {
      state = (1664525 * state + 1013904223) % 4294967296;
      return (state + 0.5) / 4294967296;
    };
    return Array.from({ length: count }, () => {
      const [radius, angle] = [Math.sqrt(-2 * Math.log(uniform())), 2 * Math.PI * uniform()];
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
  }
  const probes = normals(16, 3);
  const starts = normals(PATHS, 11);
  const SHAPES = {
    circle: () => Array.from({ length: 16 }, (_, k) => [Math.cos((k * Math.PI) / 8), Math.sin((k * Math.PI) / 8)]),
    clusters: () => normals(24, 5).map(([x, y], k) => [(k % 2 ? 1 : -1) + 0.25 * x, 0.25 * y]),
    line: () => Array.from({ length: 12 }, (_, k) => [-1.5 + (3 * k) / 11, -0.75 + (1.5 * k) / 11]),
    nothing: () => [],
  };

  const time = () => Math.exp(Math.log(1e-4) + (slider.value / slider.max) * Math.log(4 / 1e-4));
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const across = (x) => ((x + HALF) / (2 * HALF)) * canvas.width;
  const down = (y) => ((HALF - y) / (2 * HALF)) * canvas.height;

  function arrows(t) {
    const step = 0.22;
    for (let x = -HALF + step / 2; x < HALF; x += step) {
      for (let y = -HALF + step / 2; y < HALF; y += step) {
        const { score, participation } = memgenTheory.posterior(points, x, y, t);
        const size = Math.hypot(...score) * t;
        const length = (0.19 * size) / (0.25 + size);
        const [dx, dy] = score.map((one) => (one * t * length) / (size || 1));
        pen.strokeStyle = participation > 0.5 ? colour("--memgen-captured") : colour("--memgen-free");
        pen.beginPath();
        pen.moveTo(across(x), down(y));
        pen.lineTo(across(x + dx), down(y + dy));
        pen.stroke();
        pen.fillStyle = pen.strokeStyle;
        pen.fillRect(across(x + dx) - 2, down(y + dy) - 2, 4, 4);
      }
    }
  }

  function paths(t) {
    const times = Array.from({ length: 50 }, (_, k) => 4 * Math.exp((k / 49) * Math.log(t / 4)));
    let captured = 0;
    for (const start of starts) {
      const path = memgenTheory.path(points, start.map((one) => 2 * one), times);
      pen.strokeStyle = colour("--memgen-path");
      pen.beginPath();
      path.forEach(([x, y], k) => (k ? pen.lineTo(across(x), down(y)) : pen.moveTo(across(x), down(y))));
      pen.stroke();
      const [x, y] = path[path.length - 1];
      pen.fillStyle = colour("--memgen-path");
      pen.beginPath();
      pen.arc(across(x), down(y), 5, 0, 7);
      pen.fill();
      captured += memgenTheory.posterior(points, x, y, t).participation > 0.5;
    }
    return captured / PATHS;
  }

  function draw() {
    const begun = performance.now();
    const t = time();
    told.textContent = memgenExplorer.digits(t);
    slider.setAttribute("aria-valuetext", told.textContent);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 2;
    let share = null;
    if (points.length) {
      arrows(t);
      pen.lineWidth = 1.5;
      share = paths(t);
      pen.fillStyle = colour("--memgen-point");
      for (const [x, y] of points) {
        pen.beginPath();
        pen.arc(across(x), down(y), 8, 0, 7);
        pen.fill();
      }
    }
    if (document.activeElement === canvas) {
      pen.strokeStyle = colour("--memgen-point");
      pen.strokeRect(across(cursor[0]) - 9, down(cursor[1]) - 9, 18, 18);
    }
    const rows = [
      ["points", String(points.length)],
      ["collapse time of these points", collapse ? memgenExplorer.digits(collapse) : "–"],
      ["trajectories captured by one point at t", share === null ? "–" : `${Math.round(100 * share)} %`],
    ];
    numbers.replaceChildren(...rows.map(([words, value]) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = words;
      const cell = document.createElement("td");
      cell.textContent = value;
      row.append(head, cell);
      return row;
    }));
    root.dataset.milliseconds = performance.now() - begun;
    root.dataset.drawn = Number(root.dataset.drawn ?? 0) + 1;
  }

  function set(chosen) {
    points = chosen.slice(-200);
    collapse = points.length > 1 ? memgenTheory.cloudCollapse(points, probes) : null;
    draw();
  }

  // The cloud and the place of the slider stand in the address: t=130&points=0.5,-1.2;...
  let telling = null;
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => memgenExplorer.address({
      t: slider.value, points: points.map((one) => one.map((x) => Number(x.toFixed(2))).join(",")).join(";"),
    }), 200);
  }

  function change(chosen) {
    set(chosen);
    tell();
  }

  function given() {
    const said = new URLSearchParams(location.search);
    const place = Number(said.get("t"));
    if (said.has("t") && place >= 0 && place <= slider.max) slider.value = place;
    const places = (said.get("points") ?? "").split(";").filter(Boolean)
      .map((one) => one.split(",").map(Number));
    const good = places.every((one) => one.length === 2 && one.every((x) => Math.abs(x) <= HALF));
    return said.has("points") && good ? places : SHAPES.circle();
  }

  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 2 * HALF - HALF;
    const y = HALF - ((event.clientY - box.top) / box.height) * 2 * HALF;
    change([...points, [x, y]]);
  });
  canvas.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
    if (event.key in moves) {
      cursor = cursor.map((one, k) => Math.max(-HALF, Math.min(HALF, one + moves[event.key][k])));
      draw();
    } else if (event.key === "Enter" || event.key === " ") {
      change([...points, cursor]);
    } else if (event.key === "Backspace") {
      change(points.slice(0, -1));
    } else {
      return;
    }
    event.preventDefault();
  });
  for (const name of ["focus", "blur"]) canvas.addEventListener(name, draw);
  slider.addEventListener("input", () => { requestAnimationFrame(draw); tell(); });
  for (const button of root.querySelectorAll("button")) {
    button.addEventListener("click", () => change(SHAPES[button.dataset.shape]()));
  }
  new MutationObserver(draw).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  set(given());
})();
