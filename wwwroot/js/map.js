// The map of a run: columns come as little-endian bytes over HTTP, a selection goes to the server as its outline alone.
import { watchLasso } from "./map-lasso.js";
import { drawDensity, hasWebGl } from "./map-density.js";

const plotly = "_content/Plotly.Blazor/plotly-3.7.0.min.js";
const palette = ["#4c8dca", "#e08b3c", "#3fa37c", "#c0579b", "#8d7bd6", "#b8a02e", "#d4605a", "#3ba3b5", "#8a6d4f", "#6f9e3f", "#b07acb", "#5f7fae"];
const grey = "#8b95a1";
const red = "#d4483f";
const amber = "#d08a1d";
const blue = "#4c8dca";

// Functions that the library compiles are allowed to the document of this page alone: whoever came over from another one gets the map's own.
const isOwnDocument = () => new URL(performance.getEntriesByType("navigation")[0].name).pathname === location.pathname;

let loading;

// Another page may have brought the library's small bundle, which cannot draw with WebGL.
const canDraw = () => window.Plotly?.PlotSchema.get().traces.scattergl !== undefined;

function loadPlotly() {
  if (canDraw()) return Promise.resolve();
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = plotly;
    script.onload = done;
    script.onerror = () => failed(new Error("the drawing library did not load"));
    document.head.append(script);
  });
  return loading;
}

const kept = new Map();
async function column(url) {
  if (!kept.has(url)) {
    const load = fetch(url).then(async (answer) => {
      if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.detail ?? `the server answered ${answer.status}`);
      const bytes = await answer.arrayBuffer();
      return answer.headers.get("X-Column-Type") === "int32" ? new Int32Array(bytes) : new Float32Array(bytes);
    });
    kept.set(url, load);
    load.catch(() => kept.delete(url));
    if (kept.size > 12) kept.delete(kept.keys().next().value);
  }
  return kept.get(url);
}

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Points by color: which group each belongs to, and how each group is drawn, the least important first.
function groups(figure, color, finding) {
  const risky = new Set(figure.risky);
  const dim = (row) => figure.only !== null && finding[row] !== figure.only;
  const noise = { name: "noise", color: grey, size: 2.5, opacity: 0.35 };
  const other = { name: "other findings", color: grey, size: 2.5, opacity: 0.25 };
  if (figure.kind === "finding") {
    const many = palette.map((c, i) => ({ name: `findings ${i}, ${i + palette.length}, …`, color: c, size: 4, opacity: 0.85, legend: false }));
    return { list: [noise, other, ...many], of: (row) => (finding[row] < 0 ? 0 : dim(row) ? 1 : 2 + (finding[row] % palette.length)) };
  }
  if (figure.kind === "risk") {
    const list = [noise, other, { name: "not risky", color: blue, size: 3.5, opacity: 0.6 }, { name: "risky", color: red, size: 4.5, opacity: 0.9 }];
    return { list, of: (row) => (finding[row] < 0 ? 0 : dim(row) ? 1 : risky.has(finding[row]) ? 3 : 2) };
  }
  if (figure.kind === "outcome") {
    const list = [
      other, { name: "not known yet", color: amber, size: 3, opacity: 0.45 },
      { name: "legitimate", color: blue, size: 3.5, opacity: 0.6 }, { name: "fraud", color: red, size: 4.5, opacity: 0.9 },
    ];
    return { list, of: (row) => (dim(row) ? 0 : color[row] === 2 ? 3 : color[row] === 1 ? 2 : 1) };
  }
  const levels = figure.levels ?? [];
  const shown = levels.slice(0, palette.length - 1);
  const list = [
    { ...noise, name: "missing" }, other, { name: "other values", color: amber, size: 3.5, opacity: 0.5 },
    ...shown.map((name, i) => ({ name, color: palette[i], size: 4, opacity: 0.8 })),
  ];
  return { list, of: (row) => (dim(row) ? 1 : color[row] < 0 ? 0 : color[row] < shown.length ? 3 + color[row] : 2) };
}

// One trace per color; rows[curve][point] says which transaction a point is.
function byGroup(figure, x, y, color, finding) {
  const { list, of } = groups(figure, color, finding);
  const rows = list.map(() => []);
  for (let row = 0; row < x.length; row++) rows[of(row)].push(row);
  const used = list.map((group, i) => ({ group, rows: rows[i] })).filter((g) => g.rows.length > 0);
  return {
    rows: used.map((g) => g.rows),
    traces: used.map(({ group, rows: of }) => ({
      type: "scattergl", mode: "markers", name: group.name, hoverinfo: "none", showlegend: group.legend !== false,
      x: Float32Array.from(of, (row) => x[row]), y: Float32Array.from(of, (row) => y[row]),
      marker: { color: group.color, size: group.size, opacity: group.opacity },
    })),
  };
}

// A number: one trace on a scale between the 2% and 98% quantiles, so that one outlier does not take all the color.
function byNumber(figure, x, y, color, finding) {
  const here = [];
  const missing = [];
  for (let row = 0; row < x.length; row++) (Number.isNaN(color[row]) || (figure.only !== null && finding[row] !== figure.only) ? missing : here).push(row);
  const sorted = Float32Array.from(here, (row) => color[row]).sort();
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  const points = (of) => ({
    type: "scattergl", mode: "markers", hoverinfo: "none", showlegend: false,
    x: Float32Array.from(of, (row) => x[row]), y: Float32Array.from(of, (row) => y[row]),
  });
  const colorbar = {
    title: { text: figure.title, side: "right" }, thickness: 12, outlinewidth: 0, tickfont: { color: css("--mud-palette-text-secondary") },
  };
  const scale = { color: Float32Array.from(here, (row) => color[row]), cmin: at(0.02), cmax: at(0.98), colorscale: "Viridis", colorbar };
  return {
    rows: [missing, here],
    traces: [
      { ...points(missing), marker: { color: grey, size: 2.5, opacity: 0.3 } },
      { ...points(here), marker: { ...scale, size: 3.5, opacity: 0.85 } },
    ],
  };
}

function layout(figure) {
  const axis = { visible: false, spikedistance: 20, showspikes: false };
  const outline = figure.outline && {
    type: "path", line: { color: css("--mud-palette-primary"), width: 2, dash: "dot" },
    path: `M${figure.outline.x.map((x, i) => `${x},${figure.outline.y[i]}`).join("L")}Z`,
  };
  return {
    margin: { l: 8, r: 8, t: 8, b: 8 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    hovermode: "closest", hoverdistance: 12, spikedistance: 20, dragmode: "pan",
    font: { color: css("--mud-palette-text-primary"), family: "system-ui, sans-serif", size: 12 }, xaxis: axis, yaxis: { ...axis, scaleanchor: "x" },
    legend: { orientation: "h", x: 0, y: 0, bgcolor: "rgba(0,0,0,0)", itemsizing: "constant" }, shapes: outline ? [outline] : [], uirevision: "kept",
  };
}

export async function create(element, page) {
  if (!isOwnDocument()) {
    location.reload();
    return null;
  }
  const plot = document.createElement("div");
  plot.style.cssText = "position: absolute; inset: 0";
  const tip = document.createElement("div");
  tip.className = "map-tip";
  tip.hidden = true;
  element.append(plot, tip);
  const gl = hasWebGl();
  let figure = null;
  let rows = [];
  let finding = null;
  let asked = 0;
  let drawn = false;

  const lasso = watchLasso(element, () => plot._fullLayout, async (shape) => {
    try {
      const answer = await fetch(figure.selections, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(shape) });
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) await page.invokeMethodAsync("Selected", said.id);
      else await page.invokeMethodAsync("Failed", said.detail ?? `The server answered ${answer.status}.`, answer.status === 409);
    } catch {
      await page.invokeMethodAsync("Failed", "The server could not be reached; nothing was selected.", false);
    }
  });

  async function hover(event) {
    const point = event.points[0];
    const row = rows[point.curveNumber]?.[point.pointIndex];
    if (row === undefined) return;
    const mine = ++asked;
    const box = element.getBoundingClientRect();
    tip.style.left = `${Math.min(event.event.clientX - box.left + 14, box.width - 220)}px`;
    tip.style.top = `${Math.min(event.event.clientY - box.top + 14, box.height - 90)}px`;
    tip.textContent = finding[row] < 0 ? "in no finding" : `finding #${finding[row]}`;
    tip.hidden = false;
    await new Promise((later) => setTimeout(later, 120));
    if (mine !== asked) return;
    const answer = await fetch(figure.points + row).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const t = await answer.json();
    const amount = t.amount === null ? null : t.amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    tip.textContent = [t.id, tip.textContent, amount, t.decision, t.outcome ?? "outcome unknown"].filter(Boolean).join("\n");
  }

  async function draw(next) {
    figure = next;
    const [x, y, findings, color] = await Promise.all([column(next.x), column(next.y), column(next.finding), column(next.color), gl && loadPlotly()]);
    if (figure !== next) return;
    finding = findings;
    if (!gl) {
      drawDensity(plot, x, y);
      return;
    }
    const made = (next.kind === "number" ? byNumber : byGroup)(next, x, y, color, findings);
    rows = made.rows;
    const config = { displaylogo: false, responsive: true, scrollZoom: true, displayModeBar: false, doubleClick: "reset" };
    await window.Plotly.react(plot, made.traces, layout(next), config);
    if (drawn) return;
    drawn = true;
    plot.on("plotly_hover", hover);
    plot.on("plotly_unhover", () => {
      asked++;
      tip.hidden = true;
    });
    plot.on("plotly_click", (event) => {
      const row = rows[event.points[0].curveNumber]?.[event.points[0].pointIndex];
      if (row !== undefined) page.invokeMethodAsync("OpenFinding", finding[row]);
    });
  }

  const onTheme = () => {
    if (drawn) window.Plotly.relayout(plot, { "font.color": css("--mud-palette-text-primary") });
  };
  document.addEventListener("themechange", onTheme);
  return {
    draw,
    use: (tool) => lasso.use(gl ? tool : "pan"),
    dispose() {
      document.removeEventListener("themechange", onTheme);
      lasso.dispose();
      if (drawn) window.Plotly.purge(plot);
      element.replaceChildren();
    },
  };
}
