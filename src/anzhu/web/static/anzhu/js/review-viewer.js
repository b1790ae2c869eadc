// data-viewer: the pictures of a case without leaving the page: choose, zoom, turn, fit. Speaks
// through events: "anzhu:show" (detail: key of a sheet) and "anzhu:view" (detail: what to do).
// The picture lies in an SVG, whose size and turn are attributes: the policy allows no styles.
(() => {
  const viewer = document.querySelector("[data-viewer]");
  if (!viewer) return;
  const image = viewer.querySelector("[data-viewer-image]");
  const stage = viewer.querySelector("[data-viewer-stage]");
  const title = viewer.querySelector("[data-viewer-title]");
  // The portrait beside the pictures in which its face is to be known again.
  const face = viewer.querySelector("[data-viewer-face]");
  const notes = [...viewer.querySelectorAll("[data-viewer-notes]")];
  const full = viewer.querySelector("[data-viewer-full]");
  const sheets = [...viewer.querySelectorAll("[data-sheet]")];
  const MOST = 6;
  const STEP = 1.25;
  let current = sheets.find((sheet) => sheet.getAttribute("aria-current")) ?? sheets[0];
  // scale is pixels on screen per pixel of the preview; "fit" and "width" follow the window.
  let mode = "fit";
  let scale = 1;
  let turns = 0;
  let size = null;
  let sharp = false;
  const turned = new Map();

  const SVG = "http://www.w3.org/2000/svg";
  const frame = document.createElementNS(SVG, "svg");
  const picture = document.createElementNS(SVG, "image");
  frame.setAttribute("class", "viewer-frame");
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", image.alt);
  frame.append(picture);
  image.replaceWith(frame);
  for (const tool of viewer.querySelectorAll("[data-do]")) tool.hidden = false;

  const sideways = () => turns % 2 === 1;
  const upright = () => (sideways() ? { width: size.height, height: size.width } : size);

  function place() {
    // On a phone the pane may be the hidden tab: there is no room then, and it is placed when shown.
    if (!size || !stage.clientWidth) return;
    const is = upright();
    const room = { width: stage.clientWidth - 16, height: stage.clientHeight - 16 };
    if (mode === "fit") scale = Math.min(room.width / is.width, room.height / is.height);
    if (mode === "width") scale = room.width / is.width;
    frame.setAttribute("width", Math.round(is.width * scale));
    frame.setAttribute("height", Math.round(is.height * scale));
    frame.setAttribute("viewBox", `0 0 ${is.width} ${is.height}`);
    picture.setAttribute("width", size.width);
    picture.setAttribute("height", size.height);
    const middle = `translate(${is.width / 2} ${is.height / 2})`;
    picture.setAttribute("transform", `${middle} rotate(${turns * 90}) translate(${-size.width / 2} ${-size.height / 2})`);
    if (scale * (window.devicePixelRatio || 1) > 1.15 && !sharp) sharpen();
  }

  // What is loaded is shown only if nobody has gone on to another page meanwhile.
  function load(address, then) {
    const wanted = current;
    const loaded = new Image();
    loaded.addEventListener("load", () => {
      if (wanted !== current) return;
      then(loaded);
      picture.setAttribute("href", address);
    });
    loaded.src = address;
  }
  function sharpen() {
    sharp = true;
    // The full size has more pixels of the same page: everything is counted in the preview's.
    load(current.dataset.full, () => {});
  }
  function begin() {
    sharp = false;
    load(current.dataset.preview, (loaded) => {
      size = { width: loaded.naturalWidth, height: loaded.naturalHeight };
      place();
    });
  }

  function zoom(by) {
    const middle = {
      x: (stage.scrollLeft + stage.clientWidth / 2) / Math.max(1, frame.clientWidth),
      y: (stage.scrollTop + stage.clientHeight / 2) / Math.max(1, frame.clientHeight),
    };
    mode = "free";
    scale = Math.min(MOST, Math.max(0.05, by === 0 ? 1 : scale * by));
    place();
    stage.scrollLeft = middle.x * frame.clientWidth - stage.clientWidth / 2;
    stage.scrollTop = middle.y * frame.clientHeight - stage.clientHeight / 2;
  }

  // Only the strip moves. scrollIntoView would move the page, too: a click that had just begun on
  // a mark of the checklist would then end beside it, and be lost.
  function reveal(sheet) {
    const strip = sheet.closest(".strip");
    const at = sheet.getBoundingClientRect();
    const box = strip.getBoundingClientRect();
    if (at.left < box.left) strip.scrollLeft -= box.left - at.left;
    else if (at.right > box.right) strip.scrollLeft += at.right - box.right;
  }

  function show(sheet) {
    if (!sheet || sheet === current) return;
    turned.set(current, turns);
    current.removeAttribute("aria-current");
    current = sheet;
    current.setAttribute("aria-current", "true");
    reveal(current);
    turns = turned.get(sheet) ?? 0;
    mode = "fit";
    title.textContent = sheet.dataset.title;
    frame.setAttribute("aria-label", sheet.dataset.title);
    begin();
    full.href = sheet.dataset.full;
    if (face) face.hidden = !face.dataset.viewerFace.split(" ").includes(sheet.dataset.sheet);
    for (const one of notes) one.hidden = one.dataset.viewerNotes !== sheet.dataset.sheet;
    stage.scrollTo(0, 0);
  }

  const beside = (step) => sheets[(sheets.indexOf(current) + step + sheets.length) % sheets.length];
  const acts = {
    previous: () => show(beside(-1)),
    next: () => show(beside(1)),
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    one: () => zoom(0),
    fit: () => { mode = "fit"; place(); },
    width: () => { mode = "width"; place(); },
    turn: () => { turns = (turns + 1) % 4; place(); },
  };

  viewer.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-do]");
    if (tool) return acts[tool.dataset.do]?.();
    const sheet = event.target.closest("[data-sheet]");
    if (sheet && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      show(sheet);
    }
  });
  document.addEventListener("anzhu:show", (event) => show(sheets.find((sheet) => sheet.dataset.sheet === event.detail)));
  document.addEventListener("anzhu:view", (event) => acts[event.detail]?.());
  new ResizeObserver(() => { if (mode !== "free") place(); }).observe(stage);
  begin();
  // The other pages are fetched while the first one is being read.
  window.addEventListener("load", () => {
    for (const sheet of sheets.slice(0, 12)) new Image().src = sheet.dataset.preview;
  });
})();
