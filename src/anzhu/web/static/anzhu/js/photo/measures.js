// The measures of photos/measure.py that need no face to be found: the face is taken to be where
// the lines say it should be. Same names, same units; the tests hold them against the server's.
(() => {
  const { grey } = window.anzhuPixels;
  const BRIGHTEST = 247;
  const BLUR = 9;

  // As numpy does it: between two neighbours, by the share.
  function percentile(values, share) {
    const sorted = Float64Array.from(values).sort();
    const at = (sorted.length - 1) * share;
    const low = Math.floor(at);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
  }
  const median = (values) => percentile(values, 0.5);
  // Beyond the edge the picture is mirrored, as OpenCV does it.
  const mirrored = (at, most) => (at < 0 ? -at : at >= most ? 2 * most - 2 - at : at);

  function greys({ data, width, height }) {
    const found = new Float64Array(width * height);
    for (let at = 0; at < found.length; at += 1) found[at] = grey(data, at * 4);
    return { values: found, width, height };
  }

  // A part of the face, as shares of the face. face: shares of the portrait.
  function part({ values, width, height }, [left, top, wide, tall], across, down) {
    const edge = (share, whole) => Math.max(0, Math.min(whole, Math.round(share * whole)));
    const [x0, x1] = across.map((share) => edge(left + share * wide, width));
    const [y0, y1] = down.map((share) => edge(top + share * tall, height));
    const found = [];
    for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) found.push(values[y * width + x]);
    return { values: found, width: x1 - x0, height: y1 - y0 };
  }

  // How much of the change between neighbours a blur takes away, down and across; the less.
  function sharpness({ values, width, height }) {
    const lost = [[0, 1], [1, 0]].map(([dx, dy]) => {
      const at = (x, y) => values[mirrored(y, height) * width + mirrored(x, width)];
      const blurred = new Float64Array(values.length);
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          let sum = 0;
          for (let k = -(BLUR >> 1); k <= BLUR >> 1; k += 1) sum += at(x + k * dx, y + k * dy);
          blurred[y * width + x] = sum / BLUR;
        }
      }
      let all = 0;
      let gone = 0;
      for (let y = 0; y < height - dy; y += 1) {
        for (let x = 0; x < width - dx; x += 1) {
          const here = y * width + x;
          const next = here + dy * width + dx;
          const before = Math.abs(values[next] - values[here]);
          all += before;
          gone += Math.max(0, before - Math.abs(blurred[next] - blurred[here]));
        }
      }
      return gone / Math.max(all, 1e-6);
    });
    return Math.min(...lost);
  }

  // Where the wall is: above and beside the head, outside of an ellipse around it.
  function wall({ width, height }, [left, top, wide, tall]) {
    const found = [];
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const x = column / width;
        const y = row / height;
        const off = x - left - wide / 2;
        if ((off / (0.72 * wide)) ** 2 + ((y - top - 0.4 * tall) / tall) ** 2 < 1) continue;
        const sides = y < 0.3 && (x < 0.12 || x > 0.88);
        const beside = y < top + tall && Math.abs(off) > 0.95 * wide;
        if (sides || beside || y < 0.07) found.push({ x, y, row, column });
      }
    }
    return found;
  }

  function ground(image, face) {
    const seen = wall(image, face);
    const parts = [(p) => p.x < 0.3, (p) => p.x > 0.7, (p) => p.y < 0.07]
      .map((where) => seen.filter(where)).filter((points) => points.length >= 60);
    if (seen.length < 0.01 * image.width * image.height || !parts.length) return {};
    const channels = ({ row, column }) => {
      const at = (row * image.width + column) * 4;
      return [image.data[at], image.data[at + 1], image.data[at + 2]];
    };
    const of = (points, fn) => median(points.map((point) => fn(channels(point))));
    return {
      background: Math.min(...parts.map((points) => of(points, (rgb) => Math.min(...rgb)))),
      background_tint: Math.max(...parts.map((points) => of(points, (rgb) => Math.max(...rgb) - Math.min(...rgb)))),
      background_uniformity: evenness(image, seen),
    };
  }

  // By how much three quarters of the wall stay off a plane at most.
  function evenness({ data, width, height }, seen) {
    const smooth = seen.map(({ row, column }) => [0, 1, 2].map((channel) => {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          sum += data[(mirrored(row + dy, height) * width + mirrored(column + dx, width)) * 4 + channel];
        }
      }
      return Math.round(sum / 9);
    }));
    let near = seen.map((_, index) => index);
    let off = [];
    for (let round = 0; round < 3; round += 1) {
      const planes = [0, 1, 2].map((channel) => plane(near.map((index) => [seen[index], smooth[index][channel]])));
      off = seen.map(({ x, y }, index) => Math.max(...planes.map(([a, b, c], channel) => Math.abs(smooth[index][channel] - a * x - b * y - c))));
      const most = percentile(off, 0.75);
      near = near.length && seen.map((_, index) => index).filter((index) => off[index] <= most);
    }
    return percentile(off, 0.75);
  }

  // The plane a·x + b·y + c that comes closest to the values: three equations, by elimination.
  function plane(points) {
    const rows = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]];
    for (const [{ x, y }, value] of points) {
      const one = [x, y, 1];
      for (let i = 0; i < 3; i += 1) {
        for (let j = 0; j < 3; j += 1) rows[i][j] += one[i] * one[j];
        rows[i][3] += one[i] * value;
      }
    }
    for (let i = 0; i < 3; i += 1) {
      for (let k = 0; k < 3; k += 1) {
        if (k === i || !rows[i][i]) continue;
        const times = rows[k][i] / rows[i][i];
        for (let j = i; j < 4; j += 1) rows[k][j] -= times * rows[i][j];
      }
    }
    return rows.map((row, i) => (row[i] ? row[3] / row[i] : 0));
  }

  function measured(image, face) {
    const all = greys(image);
    const skin = part(all, face, [0.2, 0.8], [0.2, 0.85]);
    const halves = [[0.2, 0.45], [0.55, 0.8]].map((across) => median(part(all, face, across, [0.45, 0.8]).values));
    const found = {
      illumination: skin.values.reduce((sum, value) => sum + value, 0) / skin.values.length,
      illumination_uniformity: Math.min(...halves) / Math.max(...halves, 1),
      over_exposure: skin.values.filter((value) => value > BRIGHTEST).length / skin.values.length,
      brightest: percentile(all.values, 0.99),
      sharpness: sharpness(skin),
      ...ground(image, face),
    };
    for (const name of Object.keys(found)) found[name] = Math.round(found[name] * 1000) / 1000;
    return found;
  }

  window.anzhuMeasures = { measured };
})();
