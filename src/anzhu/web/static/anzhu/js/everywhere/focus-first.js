// data-focus-first: the error summary is read first.
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-focus-first]")?.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const place = target.closest(".field, .radio-list") ?? target;
    place.scrollIntoView({ block: "start" });
    (target.matches("input, select, textarea, button") ? target : target.querySelector("input, select, textarea") ?? target)
      .focus({ preventScroll: true });
  });
})();
