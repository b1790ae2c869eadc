// The photo tool on a page of the site: once the whole picture has come, [data-photo-editor] is
// moved by hand instead of by posting one button after the other. What was moved is checked again
// by the server before it can be used; until then the page offers just that.
// data-source, data-picture, data-print, data-box, data-turn say what is shown; see frame.js.
(() => {
  const { Frame, listen, numbers } = window.anzhuFrame;

  function start(editor) {
    if (editor.dataset.started) return;
    editor.dataset.started = "1";
    const whole = new Image();
    whole.addEventListener("load", () => {
      editor.frame = new Frame(editor, {
        picture: numbers(editor.dataset.picture),
        print: numbers(editor.dataset.print),
        box: numbers(editor.dataset.box),
        turn: Number(editor.dataset.turn),
      });
      editor.frame.source = editor.dataset.source;
      editor.dataset.ready = "1";
      for (const only of editor.querySelectorAll("[data-with-script]")) only.hidden = false;
    });
    whole.src = editor.dataset.source;
    listen(editor);
    editor.addEventListener("frame-moved", (event) => moved(editor, event.detail));
    editor.addEventListener("frame-held", () => say(editor, editor.dataset.atEdge));
  }

  const say = (editor, words) => { editor.querySelector("[data-frame-said]").textContent = words; };

  function moved(editor, frame) {
    const around = editor.closest("[data-photo-tool]") ?? editor;
    say(editor, editor.dataset.moved);
    editor.closest("form").elements.crop.value = [...frame.shares.map((share) => share.toFixed(6)), frame.turn].join(",");
    for (const fresh of around.querySelectorAll("[data-when-moved]")) fresh.hidden = false;
    for (const stale of around.querySelectorAll("[data-until-moved]")) stale.hidden = true;
  }

  for (const broken of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(broken, (event) => {
      const editor = event.target.querySelector?.("[data-photo-editor]");
      if (editor) say(editor, editor.dataset.failed);
    });
  }

  const look = (where) => where.querySelectorAll?.("[data-photo-editor]").forEach(start);
  document.addEventListener("DOMContentLoaded", () => look(document));
  document.addEventListener("htmx:load", (event) => look(event.target.parentNode ?? document));
  document.addEventListener("anzhu:uploaded", () => look(document));
})();
