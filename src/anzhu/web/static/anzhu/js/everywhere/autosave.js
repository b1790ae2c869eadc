// data-autosave="address": posts the one changed field two seconds after the last key, and when
// it is left. Says 已保存 14:32; offline it keeps trying and says so. Works on a .field or a form.
(() => {
  const WAIT = 2000;
  const RETRY = 5000;
  const states = new WeakMap();

  const noteOf = (box) => box.querySelector("[data-saved-note]")
    ?? box.closest("form")?.querySelector("[data-saved-note]");
  const say = (box, text, away) => {
    const note = noteOf(box);
    if (!note) return;
    note.textContent = text;
    note.classList.toggle("saved-note-away", away);
  };
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

  function values(box, field) {
    const form = field.form;
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "version"]) {
      const hidden = form.elements.namedItem(name);
      if (hidden) data.set(name, hidden.value);
    }
    const all = new FormData(form).getAll(field.name);
    data.set("field", field.name);
    if (all.length === 0) data.set(field.name, "");
    for (const value of all) data.append(field.name, value);
    return data;
  }

  async function save(box, field) {
    const state = states.get(field);
    if (state.busy) return void (state.again = true);
    state.busy = true;
    state.again = false;
    try {
      const answer = await fetch(box.dataset.autosave, {
        method: "POST",
        body: values(box, field),
        headers: { "X-Behaviour": "autosave" },
        credentials: "same-origin",
      });
      if (answer.ok) {
        state.dirty = state.again;
        say(box, `已保存 ${clock()}`, false);
        document.dispatchEvent(new Event("anzhu:saved"));
      } else if (answer.status === 401) {
        say(box, "登录已过期，内容保留在本页；请在新窗口登录后继续填写", true);
      } else if (answer.status === 422) {
        state.dirty = false;
        say(box, (await answer.text()).slice(0, 120) || "已保存为草稿，这一项还需要修改", true);
      } else if (answer.status >= 500 || answer.status === 429) {
        throw new Error(String(answer.status));
      } else {
        say(box, "没有保存，请刷新页面后再试", true);
      }
    } catch {
      say(box, "网络中断，内容保留在本页，恢复后自动保存", true);
      state.timer = setTimeout(() => save(box, field), RETRY);
    }
    state.busy = false;
    if (state.again) save(box, field);
  }

  function changed(event, wait) {
    const field = event.target;
    const box = field.closest?.("[data-autosave]");
    if (!box || !field.name || !field.form || field.type === "file" || field.type === "password") return;
    const state = states.get(field) ?? {};
    states.set(field, state);
    if (event.type === "focusout" && !state.dirty) return;
    state.dirty = true;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(box, field), wait);
  }

  document.addEventListener("input", (event) => changed(event, WAIT));
  document.addEventListener("change", (event) => changed(event, 100));
  document.addEventListener("focusout", (event) => changed(event, 0));
})();
