// Without WebGL: how dense the points lie, as a picture; the list of findings and the table do the rest.
export function hasWebGl() {
  const canvas = document.createElement("canvas");
  const gl = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return gl !== null;
}

export function drawDensity(element, x, y, columns = 240, rows = 160) {
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    minX = Math.min(minX, x[i]);
    maxX = Math.max(maxX, x[i]);
    minY = Math.min(minY, y[i]);
    maxY = Math.max(maxY, y[i]);
  }
  const counts = new Uint32Array(columns * rows);
  const bin = (v, min, max, n) => Math.min(n - 1, Math.floor(((v - min) / (max - min || 1)) * n));
  let most = 1;
  for (let i = 0; i < x.length; i++) {
    const at = (rows - 1 - bin(y[i], minY, maxY, rows)) * columns + bin(x[i], minX, maxX, columns);
    most = Math.max(most, ++counts[at]);
  }
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  canvas.style.cssText = "width: 100%; height: calc(100% - 2em); image-rendering: pixelated";
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  for (let i = 0; i < counts.length; i++) {
    image.data.set([76, 141, 202, counts[i] ? 50 + 205 * (Math.log1p(counts[i]) / Math.log1p(most)) : 0], i * 4);
  }
  context.putImageData(image, 0, 0);
  const note = document.createElement("p");
  note.textContent = "This browser has no WebGL, so the map shows only how dense the points lie. Choose a finding above to select its members.";
  note.style.cssText = "margin: 0; padding: 4px 12px; font-size: .8125rem";
  element.replaceChildren(note, canvas);
}
