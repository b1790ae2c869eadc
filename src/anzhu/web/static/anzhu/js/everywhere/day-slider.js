// data-day-slider="1826": beside the date field inside, a slider over so many days from today (or
// from the day that stands in it). Letting go of it sends "day-slid" to the box, for htmx to hear.
(() => {
  const DAY = 86400000;
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  const noon = () => Date.parse(`${new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" })}T12:00:00Z`);

  function attach(box) {
    const field = box.querySelector("input[type=date]");
    if (!field || box.querySelector("input[type=range]")) return;
    const start = noon();
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "day-slider";
    slider.min = "0";
    slider.max = box.dataset.daySlider;
    slider.setAttribute("aria-label", `拖动选择：${box.querySelector("label")?.textContent ?? "日期"}`);
    const follow = () => {
      const at = field.value ? Date.parse(`${field.value}T12:00:00Z`) : start;
      slider.value = String(Math.round((at - start) / DAY));
      slider.setAttribute("aria-valuetext", field.value || iso(start));
    };
    slider.addEventListener("input", () => {
      field.value = iso(start + Number(slider.value) * DAY);
      slider.setAttribute("aria-valuetext", field.value);
    });
    const slid = () => box.dispatchEvent(new CustomEvent("day-slid"));
    slider.addEventListener("change", slid);
    field.addEventListener("input", follow);
    field.addEventListener("change", slid);
    follow();
    field.closest(".field").append(slider);
  }

  document.querySelectorAll("[data-day-slider]").forEach(attach);
})();
