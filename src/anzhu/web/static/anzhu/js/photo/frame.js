// [data-photo-editor]: the picture moves under a frame of fixed shape. Dragging, two fingers, arrow
// keys, + and −, [ and ] and the buttons [data-nudge] do the same. The frame never leaves the
// picture, turned or not (photos/crop.py), and never grows smaller than the print, so nobody is
// enlarged. What turning took from it comes back when it is turned back. It speaks SVG attributes
// only: no style, no measure of the page. Every change sends "frame-moved" with the frame as shares.
// Used by the pages of the site and, unchanged, by the tool that works without a network.
(() => {
  const STEP = 0.015;
  const ZOOM = 0.04;
  const TURN = 0.5;
  const MOST_TURN = 15;
  const SPARE = 2; // pixels between a turned frame and the edge of the picture
  const numbers = (text) => (text ?? "").split(",").map(Number);
  const clamp = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));

  class Frame {
    // picture, print: [width, height] in pixels; box: [left, top, width, height] in the picture.
    constructor(editor, { picture, print, box, turn = 0 }) {
      Object.assign(this, { editor, picture, print, turn });
      this.ratio = print[0] / print[1];
      // Middle and height of the frame as it was put there; turned, it may have to be smaller.
      this.put = [box[0] + box[2] / 2, box[1] + box[3] / 2, box[3]];
      this.settle();
    }

    // How wide and how high a frame reaches in the picture that is turned under it, as shares of
    // its height.
    get reach() {
      const turn = (Math.abs(this.turn) * Math.PI) / 180;
      return [this.ratio * Math.cos(turn) + Math.sin(turn), this.ratio * Math.sin(turn) + Math.cos(turn)];
    }

    get spare() { return this.turn ? SPARE : 0; }

    get most() {
      const [across, down] = this.reach;
      return Math.min((this.picture[1] - 2 * this.spare) / down, (this.picture[0] - 2 * this.spare) / across);
    }

    settle() {
      const [x, y, tall] = this.put;
      this.tall = clamp(tall, Math.min(this.print[1], this.most), this.most);
      const [halfWide, halfTall] = this.reach.map((share) => (share * this.tall) / 2 + this.spare);
      this.x = clamp(x, halfWide, this.picture[0] - halfWide);
      this.y = clamp(y, halfTall, this.picture[1] - halfTall);
    }

    // As far as the frame still holds a print.
    turned(by) {
      const before = this.turn;
      this.turn = clamp(before + by, -MOST_TURN, MOST_TURN);
      if (this.most < this.print[1]) this.turn = before;
    }

    // across, down: by how many frames the person moves; closer: by which factor she grows. Or she
    // is turned, which leaves the frame as it was put there.
    move(across, down, closer = 1, turn = 0) {
      const { put } = this;
      const before = [this.x, this.y, this.tall, this.turn].join();
      const tall = this.tall / closer;
      if (turn) this.turned(turn);
      else this.put = [this.x - across * tall * this.ratio, this.y - down * tall, tall];
      this.settle();
      const moved = before !== [this.x, this.y, this.tall, this.turn].join();
      if (!turn) this.put = moved ? [this.x, this.y, this.tall] : put;
      this.draw();
      this.editor.dispatchEvent(new CustomEvent(moved ? "frame-moved" : "frame-held", { bubbles: true, detail: this }));
      return moved;
    }

    draw() {
      const scale = this.print[1] / this.tall;
      const at = {
        x: this.print[0] / 2 - this.x * scale,
        y: this.print[1] / 2 - this.y * scale,
        width: this.picture[0] * scale,
        height: this.picture[1] * scale,
        transform: `rotate(${this.turn} ${this.print[0] / 2} ${this.print[1] / 2})`,
      };
      for (const image of this.editor.querySelectorAll("[data-framed]")) {
        if (this.source) image.setAttribute("href", this.source);
        for (const [name, value] of Object.entries(at)) image.setAttribute(name, value);
      }
    }

    get box() { return [this.x - (this.tall * this.ratio) / 2, this.y - this.tall / 2, this.tall * this.ratio, this.tall]; }

    // Of the frame as it was put there: what is left of it follows from the turn.
    get shares() {
      const [x, y, tall] = this.put;
      const [wide, [across, down]] = [tall * this.ratio, this.picture];
      return [(x - wide / 2) / across, (y - tall / 2) / down, wide / across, tall / down];
    }
  }

  const ACTS = {
    right: [-STEP, 0], left: [STEP, 0], down: [0, -STEP], up: [0, STEP],
    closer: [0, 0, 1 + ZOOM], wider: [0, 0, 1 / (1 + ZOOM)],
    clockwise: [0, 0, 1, TURN], anticlockwise: [0, 0, 1, -TURN],
  };
  const KEYS = {
    ArrowUp: "down", ArrowDown: "up", ArrowLeft: "right", ArrowRight: "left",
    "+": "closer", "=": "closer", "-": "wider", "_": "wider", "]": "clockwise", "[": "anticlockwise",
  };

  // Hands and keys on an editor; ``frame`` may be replaced when another picture is chosen.
  function listen(editor) {
    const view = editor.querySelector("[data-view]");
    const fingers = new Map();
    let apart = 0;
    const act = (name) => editor.frame?.move(...ACTS[name]);
    const gap = () => {
      const [one, other] = [...fingers.values()];
      return other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : 0;
    };
    view.addEventListener("pointerdown", (event) => {
      if (!editor.frame || (event.pointerType === "mouse" && event.button !== 0)) return;
      view.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      apart = gap();
      view.focus({ preventScroll: true });
    });
    view.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      const size = view.getBoundingClientRect();
      const closer = apart ? gap() / apart : 1;
      apart = gap();
      const many = fingers.size;
      editor.frame.move((event.clientX - before[0]) / size.width / many, (event.clientY - before[1]) / size.height / many, closer);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      view.addEventListener(end, (event) => { fingers.delete(event.pointerId); apart = gap(); });
    }
    view.addEventListener("dragstart", (event) => event.preventDefault());
    view.addEventListener("keydown", (event) => {
      const name = KEYS[event.key];
      if (!name || !editor.frame || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act(name);
    });
    editor.addEventListener("click", (event) => {
      const button = event.target.closest("[data-nudge]");
      if (!button || !editor.frame) return;
      event.preventDefault();
      act(button.dataset.nudge);
    });
  }

  window.anzhuFrame = { Frame, listen, numbers };
})();
