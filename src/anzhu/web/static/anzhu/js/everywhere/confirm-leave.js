// form[data-confirm-leave]: the browser asks before typed text is left behind.
(() => {
  let typed = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest?.("form[data-confirm-leave]")) typed = true;
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-confirm-leave]")) typed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
})();
