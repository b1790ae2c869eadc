// The photo tool in one file, without a network: choose a picture, move it under the lines, read
// what could be better, keep the JPEG. What needs to find a face is left to the server, and the
// page says so. The numbers of the law and the words come in the page's own block of facts.
(() => {
  const { Frame, listen } = window.anzhuFrame;
  const { scaled, withDots } = window.anzhuPixels;
  const { measured } = window.anzhuMeasures;
  const QUALITIES = [0.95, 0.9, 0.85, 0.75];
  const SETTLED = 250;
  const $ = (name) => document.querySelector(`[data-tool="${name}"]`);
  const facts = JSON.parse($("facts").textContent);
  const print = [facts.width, facts.height];
  const editor = document.querySelector("[data-photo-editor]");
  const words = (key, params = {}) => Object.entries(params)
    .reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), facts.words[key]);
  const say = (text) => { $("said").textContent = text; };
  let sheet = null; // the whole picture, upright
  let waiting = 0;
  let saved = null; // the JPEG, and its address

  // --- a picture comes in ------------------------------------------------------------------------

  const refuse = (text) => {
    $("refused").textContent = text;
    $("refused").hidden = false;
    say("");
  };

  async function isHeic(file) {
    const head = new TextDecoder("latin1").decode(await file.slice(4, 12).arrayBuffer());
    return /^ftyp(hei|hev|mif|msf)/.test(head);
  }

  async function opened(file) {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    await image.decode();
    return image;
  }

  async function chosen(file) {
    $("refused").hidden = true;
    if (file.size === 0) return refuse(words("empty"));
    if (file.size > facts.max_source_bytes) return refuse(words("too_big"));
    say(words("opening"));
    let image;
    try {
      image = await opened(file);
    } catch {
      return refuse(words((await isHeic(file)) ? "heic" : "unreadable"));
    }
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    if (width * height > facts.max_pixels) return refuse(words("too_many_pixels"));
    if (width < print[0] || height < print[1]) {
      return refuse(words("size.too_small", { width, height, need_width: print[0], need_height: print[1] }));
    }
    show(image, width, height);
  }

  function show(image, width, height) {
    sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [width, height];
    const pen = sheet.getContext("2d", { willReadFrequently: true });
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    pen.drawImage(image, 0, 0);
    begin(image.src);
  }

  // Begin in the middle, a little high, as large as fits.
  function begin(source) {
    const [width, height] = [sheet.width, sheet.height];
    const tall = Math.min(height, (width / print[0]) * print[1]);
    const wide = (tall * print[0]) / print[1];
    const box = [(width - wide) / 2, (height - tall) / 3, wide, tall];
    editor.frame = new Frame(editor, { picture: [width, height], print, box });
    editor.frame.source = source;
    editor.frame.draw();
    $("work").hidden = false;
    check();
    editor.querySelector("[data-view]").focus();
  }

  function quarter(turn) {
    busy();
    const turned = document.createElement("canvas");
    [turned.width, turned.height] = [sheet.height, sheet.width];
    const pen = turned.getContext("2d", { willReadFrequently: true });
    pen.translate(turned.width / 2, turned.height / 2);
    pen.rotate((turn * Math.PI) / 2);
    pen.drawImage(sheet, -sheet.width / 2, -sheet.height / 2);
    sheet = turned;
    sheet.toBlob((blob) => begin(URL.createObjectURL(blob)), "image/jpeg", 0.9);
  }

  // --- cut, measure, keep --------------------------------------------------------------------------

  // The part in the frame with all its pixels, turned as asked; then scaled down, never up.
  function cut() {
    const { box, turn } = editor.frame;
    const part = document.createElement("canvas");
    [part.width, part.height] = [Math.round(box[2]), Math.round(box[3])];
    const pen = part.getContext("2d", { willReadFrequently: true });
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, part.width, part.height);
    pen.translate(part.width / 2, part.height / 2);
    pen.rotate((turn * Math.PI) / 180);
    pen.drawImage(sheet, -Math.round(box[0]) - part.width / 2, -Math.round(box[1]) - part.height / 2);
    return scaled(pen.getImageData(0, 0, part.width, part.height), ...print);
  }

  async function jpeg(portrait) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = print;
    canvas.getContext("2d").putImageData(new ImageData(portrait.data, ...print), 0, 0);
    let bytes;
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
      bytes = withDots(new Uint8Array(await blob.arrayBuffer()), facts.dpi);
      if (bytes.length <= facts.max_bytes) break;
    }
    return bytes;
  }

  const misses = (bound, value) => (bound.least !== null && value < bound.least) || (bound.most !== null && value > bound.most);

  // Nothing that was measured before counts from here on.
  function busy() {
    say(words("checking"));
    delete $("work").dataset.measured;
  }

  async function check() {
    const mine = ++waiting;
    busy();
    await new Promise((done) => { setTimeout(done, SETTLED); });
    if (mine !== waiting) return;
    const portrait = cut();
    const measures = measured(portrait, facts.face);
    const bytes = await jpeg(portrait);
    if (mine !== waiting) return;
    list(measures);
    keep(bytes);
    $("work").dataset.measured = JSON.stringify(measures);
  }

  function list(measures) {
    const found = $("checks");
    found.replaceChildren();
    let missed = 0;
    for (const code of new Set(facts.bounds.map((bound) => bound.code))) {
      const bad = facts.bounds.some((bound) => bound.code === code && misses(bound, measures[bound.measure]));
      const line = document.createElement("li");
      line.className = bad ? "check-hint" : "check-good";
      line.dataset.code = code;
      const name = document.createElement("strong");
      name.textContent = words(`name.${code}`);
      line.append(name, bad ? words(code) : words("good"));
      found.append(line);
      missed += bad;
    }
    say(words(missed ? "hints" : "no_hints", { count: missed }));
  }

  function keep(bytes) {
    if (saved) URL.revokeObjectURL(saved);
    saved = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    const link = $("save");
    link.href = saved;
    link.textContent = words("save", { kib: Math.ceil(bytes.length / 1024) });
  }

  // --- hands ---------------------------------------------------------------------------------------

  listen(editor);
  editor.addEventListener("frame-moved", check);
  editor.addEventListener("frame-held", () => say(words("at_edge")));
  for (const button of document.querySelectorAll("[data-quarter]")) {
    button.addEventListener("click", () => quarter(Number(button.dataset.quarter)));
  }
  $("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) chosen(file);
  });
})();
