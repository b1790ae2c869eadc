// The measures of photos/measure.py that need no face to be found: the face is taken to be where
// the lines say it should be. Same names, same units; the tests hold them against the server's.
(() => {
  const { grey } = window.anzhuPixels;
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const mean = (values) => (values.length ? sum(values) / values.length : 0);
  const spread = (values) => {
    const middle = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  };
  const median = (values) => {
    const sorted = Float64Array.from(values).sort();
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  };

  // The darkest channel of the ground on both sides of the head.
  function ground({ data, width, height }) {
    const margin = Math.round(width * 0.1);
    const down = Math.round(height * 0.45);
    const found = [];
    for (let y = 0; y < down; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (x >= margin && x < width - margin) continue;
        const at = (y * width + x) * 4;
        found.push(Math.min(data[at], data[at + 1], data[at + 2]));
      }
    }
    return found;
  }

  function greys({ data, width, height }) {
    const found = new Float64Array(width * height);
    for (let at = 0; at < found.length; at += 1) found[at] = grey(data, at * 4);
    return found;
  }

  // Mean grey of the face, and by how much its halves differ. face: shares of the portrait.
  function face(all, width, height, [left, top, wide, tall]) {
    const from = [Math.round((left + 0.2 * wide) * width), Math.round((top + 0.2 * tall) * height)];
    const to = [Math.round((left + 0.8 * wide) * width), Math.round((top + 0.85 * tall) * height)];
    const half = Math.max(1, Math.floor((to[0] - from[0]) / 2));
    const whole = [], one = [], other = [];
    for (let y = from[1]; y < to[1]; y += 1) {
      for (let x = from[0]; x < to[0]; x += 1) {
        const value = all[y * width + x];
        whole.push(value);
        if (x < from[0] + half) one.push(value);
        if (x >= to[0] - half) other.push(value);
      }
    }
    return { face_light: mean(whole), shadow: Math.abs(mean(one) - mean(other)) };
  }

  // Variance of the Laplacian; beyond the edge the picture is mirrored, as OpenCV does it.
  function sharpness(all, width, height) {
    const mirrored = (at, most) => (at < 0 ? -at : at >= most ? 2 * most - 2 - at : at);
    const value = (x, y) => all[mirrored(y, height) * width + mirrored(x, width)];
    const found = new Float64Array(all.length);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        found[y * width + x] = value(x - 1, y) + value(x + 1, y) + value(x, y - 1) + value(x, y + 1) - 4 * value(x, y);
      }
    }
    return spread(found) ** 2;
  }

  function measured(image, faceShares) {
    const all = greys(image);
    const sides = ground(image);
    const found = {
      background: median(sides),
      background_spread: spread(sides),
      ...face(all, image.width, image.height, faceShares),
      sharpness: sharpness(all, image.width, image.height),
    };
    for (const name of Object.keys(found)) found[name] = Math.round(found[name] * 10) / 10;
    return found;
  }

  window.anzhuMeasures = { measured };
})();
