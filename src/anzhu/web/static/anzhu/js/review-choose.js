// data-choose on a form with ticks: 全选, 全不选, and how many are chosen.
(() => {
  for (const form of document.querySelectorAll("[data-choose]")) {
    const ticks = [...form.querySelectorAll("tbody input[type=checkbox]")];
    const note = form.querySelector("[data-choose-count]");
    const tools = form.querySelector("[data-choose-tools]");
    if (!note || !tools || ticks.length === 0) continue;
    const say = () => { note.textContent = `已选 ${ticks.filter((tick) => tick.checked).length} / ${ticks.length} 件`; };
    const all = (on) => { for (const tick of ticks) tick.checked = on; say(); };
    tools.hidden = false;
    form.querySelector("[data-choose-all]").addEventListener("click", () => all(true));
    form.querySelector("[data-choose-none]").addEventListener("click", () => all(false));
    form.addEventListener("change", say);
    say();
  }
})();
