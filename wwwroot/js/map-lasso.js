// Drawing around points, on an own layer: the library's own lasso redraws every point at every move.
const svg = "http://www.w3.org/2000/svg";

// Corners kept of a drawn line: enough for any hand, small enough for any request.
const mostCorners = 400;

/** Calls done with {shape, …} in data coordinates when something was drawn; layout gives the figure's axes. */
export function watchLasso(element, layout, done) {
  const overlay = document.createElementNS(svg, "svg");
  overlay.setAttribute("class", "map-overlay");
  overlay.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg, "path");
  overlay.append(line);
  element.append(overlay);
  let tool = "pan";
  let path = null;

  const at = (e) => {
    const box = element.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top];
  };
  const corners = () => {
    if (tool !== "box") return path;
    const [[x0, y0], [x1, y1]] = [path[0], path[path.length - 1]];
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
  };
  const data = ([px, py]) => {
    const { xaxis, yaxis } = layout();
    return [xaxis.p2d(px - xaxis._offset), yaxis.p2d(py - yaxis._offset)];
  };

  const down = (e) => {
    if (e.button !== 0 || !layout()) return;
    overlay.setPointerCapture(e.pointerId);
    path = [at(e)];
    e.preventDefault();
  };
  const move = (e) => {
    if (!path) return;
    const [x, y] = at(e);
    const [lastX, lastY] = path[path.length - 1];
    if (Math.hypot(x - lastX, y - lastY) < 2) return;
    path.push([x, y]);
    line.setAttribute("d", `M${corners().map((p) => p.join(",")).join("L")}Z`);
  };
  const up = () => {
    if (!path) return;
    const drawn = corners();
    const [first, last] = [data(path[0]), data(path[path.length - 1])];
    const enough = path.length > 2;
    path = null;
    line.removeAttribute("d");
    if (!enough) return;
    if (tool === "box") {
      done({ shape: "box", x0: first[0], x1: last[0], y0: first[1], y1: last[1] });
      return;
    }
    const step = Math.max(1, drawn.length / mostCorners);
    const kept = [];
    for (let i = 0; i < drawn.length; i += step) kept.push(data(drawn[Math.floor(i)]));
    done({ shape: "polygon", x: kept.map((p) => p[0]), y: kept.map((p) => p[1]) });
  };
  const cancel = (e) => {
    if (e.type === "keydown" && e.key !== "Escape") return;
    path = null;
    line.removeAttribute("d");
  };

  overlay.addEventListener("pointerdown", down);
  overlay.addEventListener("pointermove", move);
  overlay.addEventListener("pointerup", up);
  overlay.addEventListener("pointercancel", cancel);
  document.addEventListener("keydown", cancel);
  return {
    use(next) {
      tool = next;
      overlay.classList.toggle("drawing", tool !== "pan");
    },
    dispose() {
      document.removeEventListener("keydown", cancel);
      overlay.remove();
    },
  };
}
