// A small chart in SVG, drawn anew within a millisecond or two: lines, marks, axes, a legend, and
// the values under the pointer. Colours are the page's, so that both themes have them.
//
// chart(element, {x, y, traces}): x, y = {title, log, range}; a trace is {x, y, name, colour, width,
// dash, fill, marks}, colour 0 to 7.
const memgenChart = (() => {
  const HEIGHT = 330;
  const EDGE = { left: 62, right: 12, top: 10, bottom: 46 };
  const safe = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const titled = (text) => safe(text).replace(/_(\w+)/g, '<tspan dy="3" font-size="10">$1</tspan><tspan dy="-3">\u200b</tspan>');
  const raised = (power) => [...String(power)].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] ?? "⁻").join("");

  function ticks([low, high], log) {
    if (log) {
      const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
      const every = Math.max(1, Math.ceil((last - first) / 7));
      const powers = [];
      for (let power = first; power <= last; power += 1) {
        if (power % every === 0) powers.push([10 ** power, power === 0 ? "1" : power === 1 ? "10" : `10${raised(power)}`]);
      }
      if (powers.length > 1) return powers;
      const few = [1, 2, 5].flatMap((k) => [first - 1, first, first + 1].map((power) => k * 10 ** power));
      return few.filter((one) => one >= low && one <= high).map((one) => [one, String(Number(one.toPrecision(2)))]);
    }
    const rough = (high - low) / 5 || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((k) => k * power).find((one) => one >= rough);
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) {
      found.push([k * step, String(Number((k * step).toPrecision(4)))]);
    }
    return found;
  }

  function ends(axis, values) {
    if (axis.range) return axis.range;
    const seen = values.filter((one) => Number.isFinite(one) && (!axis.log || one > 0));
    let [low, high] = [Math.min(...seen), Math.max(...seen)];
    if (!seen.length) [low, high] = [axis.log ? 0.1 : 0, 1];
    if (axis.zero) low = Math.min(0, low);
    if (low === high) [low, high] = axis.log ? [low / 2, high * 2] : [low - 1, high + 1];
    return axis.log ? [low, high] : [low, high + 0.04 * (high - low)];
  }

  function chart(element, { x, y, traces }) {
    const width = Math.max(260, element.memgenWidth ??= element.clientWidth);
    const scale = (axis, [low, high], from, to) => {
      const of = axis.log ? Math.log : (one) => one;
      const [a, b] = [of(low), of(high)];
      return (one) => from + ((of(one) - a) / (b - a)) * (to - from);
    };
    const rangeX = ends(x, traces.flatMap((trace) => trace.x));
    const rangeY = ends(y, traces.flatMap((trace) => trace.y));
    const across = scale(x, rangeX, EDGE.left, width - EDGE.right);
    const down = scale(y, rangeY, HEIGHT - EDGE.bottom, EDGE.top);
    const parts = [];
    for (const [at, words] of ticks(rangeX, x.log)) {
      const place = across(at).toFixed(1);
      parts.push(`<path class="grid" d="M${place} ${EDGE.top}V${HEIGHT - EDGE.bottom}"/><text x="${place}" y="${HEIGHT - EDGE.bottom + 16}" text-anchor="middle">${words}</text>`);
    }
    for (const [at, words] of ticks(rangeY, y.log)) {
      const place = down(at).toFixed(1);
      parts.push(`<path class="grid" d="M${EDGE.left} ${place}H${width - EDGE.right}"/><text x="${EDGE.left - 6}" y="${Number(place) + 4}" text-anchor="end">${words}</text>`);
    }
    parts.push(`<text class="title" x="${(EDGE.left + width - EDGE.right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${titled(x.title)}</text>`);
    parts.push(`<text class="title" transform="translate(14 ${(EDGE.top + HEIGHT - EDGE.bottom) / 2}) rotate(-90)" text-anchor="middle">${titled(y.title)}</text>`);
    const clip = `clip-${element.dataset.number}`;
    parts.push(`<clipPath id="${clip}"><rect x="${EDGE.left}" y="${EDGE.top - 5}" width="${width - EDGE.left - EDGE.right}" height="${HEIGHT - EDGE.top - EDGE.bottom + 10}"/></clipPath><g clip-path="url(#${clip})">`);
    for (const { x: xs, y: ys, colour, width: stroke = 2.2, dash, fill, marks } of traces) {
      const points = xs.map((one, k) => [across(one), down(ys[k])]).filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
      if (!points.length) continue;
      const line = points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join("L");
      if (fill) parts.push(`<path d="M${points[0][0].toFixed(1)} ${HEIGHT - EDGE.bottom}L${line}L${points.at(-1)[0].toFixed(1)} ${HEIGHT - EDGE.bottom}Z" style="fill:var(--memgen-c${colour});opacity:.25"/>`);
      if (marks) parts.push(...points.map(([a, b]) => `<circle cx="${a.toFixed(1)}" cy="${b.toFixed(1)}" r="${marks}" style="fill:var(--memgen-c${colour})"/>`));
      else parts.push(`<path d="M${line}" style="fill:none;stroke:var(--memgen-c${colour});stroke-width:${stroke}${dash ? `;stroke-dasharray:${dash}` : ""}"/>`);
    }
    parts.push("</g>");
    element.memgenSvg ??= element.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    element.memgenSvg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    element.memgenSvg.setAttribute("aria-hidden", "true");
    element.memgenSvg.innerHTML = parts.join("");
    legend(element, traces);
    pointer(element, { x, traces, across, width });
  }

  function legend(element, traces) {
    const named = traces.filter((trace) => trace.name);
    const text = named.map(({ name, colour, dash, marks }) => `<span><i class="${marks ? "mark" : ""}" style="border-color:var(--memgen-c${colour})${dash ? ";border-style:dashed" : ""}"></i>${safe(name)}</span>`).join("");
    if (element.memgenLegend?.memgenText === text) return;
    element.memgenLegend ??= element.appendChild(document.createElement("p"));
    element.memgenLegend.className = "chart-legend";
    element.memgenLegend.memgenText = text;
    element.memgenLegend.innerHTML = text;
  }

  function pointer(element, drawn) {
    const begun = element.memgenDrawn;
    element.memgenDrawn = drawn;
    if (begun) return;
    const box = element.appendChild(document.createElement("p"));
    box.className = "chart-values";
    element.addEventListener("mousemove", (event) => {
      const { x, traces, across, width } = element.memgenDrawn;
      const frame = element.memgenSvg.getBoundingClientRect();
      const at = ((event.clientX - frame.left) / frame.width) * width;
      const said = traces.filter(({ name, marks }) => name && !marks).map((trace) => {
        let best = 0;
        trace.x.forEach((one, k) => {
          if (Math.abs(across(one) - at) < Math.abs(across(trace.x[best]) - at)) best = k;
        });
        return Math.abs(across(trace.x[best]) - at) < 30
          ? `${trace.name}: ${memgenExplorer.digits(trace.y[best])} at ${memgenExplorer.digits(trace.x[best])}` : null;
      }).filter(Boolean);
      box.textContent = said.length ? `${x.title}: ${said.join(" · ")}` : "";
    });
    element.addEventListener("mouseleave", () => { box.textContent = ""; });
  }

  addEventListener("resize", () => {
    for (const element of document.querySelectorAll(".explorer-plot")) {
      delete element.memgenWidth;
    }
    dispatchEvent(new Event("memgen-redraw"));
  });
  return { chart };
})();
