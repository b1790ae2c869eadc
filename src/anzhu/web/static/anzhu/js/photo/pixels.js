// What the server does with the pixels of a portrait, done here: cut and scale like Pillow's
// Lanczos, grey like Pillow's L, the measures of photos/measure.py that need no face, and a JPEG
// that says how many dots an inch has. Pure functions; the tests hold them against the server.
(() => {
  const LOBES = 3;

  const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const lanczos = (x) => (Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0);

  // For every pixel of the result: where its window starts, and the weights in it.
  function windows(from, to) {
    const scale = from / to;
    const wide = Math.max(scale, 1);
    const found = [];
    for (let at = 0; at < to; at += 1) {
      const middle = (at + 0.5) * scale;
      const first = Math.max(0, Math.floor(middle - LOBES * wide + 0.5));
      const last = Math.min(from, Math.floor(middle + LOBES * wide + 0.5));
      const weights = [];
      let sum = 0;
      for (let x = first; x < last; x += 1) {
        const weight = lanczos((x - middle + 0.5) / wide);
        weights.push(weight);
        sum += weight;
      }
      found.push({ first, weights: weights.map((weight) => weight / sum) });
    }
    return found;
  }

  const byte = (value) => Math.min(255, Math.max(0, Math.round(value)));

  // image: {data (RGBA), width, height} → the same, scaled to width × height, opaque.
  function scaled(image, width, height) {
    const across = windows(image.width, width);
    const down = windows(image.height, height);
    const rows = new Uint8ClampedArray(width * image.height * 3);
    for (let y = 0; y < image.height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const { first, weights } = across[x];
        let red = 0, green = 0, blue = 0;
        let at = (y * image.width + first) * 4;
        for (const weight of weights) {
          red += image.data[at] * weight;
          green += image.data[at + 1] * weight;
          blue += image.data[at + 2] * weight;
          at += 4;
        }
        const to = (y * width + x) * 3;
        rows[to] = byte(red);
        rows[to + 1] = byte(green);
        rows[to + 2] = byte(blue);
      }
    }
    const data = new Uint8ClampedArray(width * height * 4);
    for (let y = 0; y < height; y += 1) {
      const { first, weights } = down[y];
      for (let x = 0; x < width; x += 1) {
        let red = 0, green = 0, blue = 0;
        let at = (first * width + x) * 3;
        for (const weight of weights) {
          red += rows[at] * weight;
          green += rows[at + 1] * weight;
          blue += rows[at + 2] * weight;
          at += width * 3;
        }
        const to = (y * width + x) * 4;
        data[to] = byte(red);
        data[to + 1] = byte(green);
        data[to + 2] = byte(blue);
        data[to + 3] = 255;
      }
    }
    return { data, width, height };
  }

  // Pillow's grey of one pixel, 0 to 255.
  const grey = (data, at) => (data[at] * 19595 + data[at + 1] * 38470 + data[at + 2] * 7471 + 32768) >> 16;

  // The bytes of a JPEG with dots an inch in its JFIF head.
  function withDots(bytes, dpi) {
    const jfif = bytes[2] === 0xff && bytes[3] === 0xe0 && bytes[6] === 0x4a && bytes[7] === 0x46;
    const head = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, dpi >> 8, dpi & 255, dpi >> 8, dpi & 255, 0, 0);
    const rest = bytes.subarray(jfif ? 4 + bytes[4] * 256 + bytes[5] : 2);
    const whole = new Uint8Array(head.length + rest.length);
    whole.set(head);
    whole.set(rest, head.length);
    return whole;
  }

  window.anzhuPixels = { scaled, grey, withDots };
})();
