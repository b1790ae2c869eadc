// body[data-session-seconds]: five minutes before the session ends by idling, a note offers to
// stay; whatever is typed stays on the page in any case.
(() => {
  const WARN = 5 * 60;
  let last = Date.now();
  const seen = () => { last = Date.now(); document.querySelector("[data-session-note]")?.remove(); };

  function note(seconds) {
    if (document.querySelector("[data-session-note]")) return;
    const box = document.createElement("div");
    box.className = "notice notice-warn session-note";
    box.dataset.sessionNote = "";
    box.setAttribute("role", "alert");
    const text = document.createElement("div");
    text.className = "notice-body";
    text.textContent = `较长时间没有操作，约 ${Math.max(1, Math.ceil(seconds / 60))} 分钟后将退出登录。`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-primary";
    button.textContent = "继续使用";
    button.addEventListener("click", stay);
    box.append(text, button);
    document.body.append(box);
  }

  async function stay() {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token);
    const answer = await fetch(document.body.dataset.sessionStay, {
      method: "POST", body: data, headers: { "X-Behaviour": "session" }, credentials: "same-origin",
    }).catch(() => null);
    if (answer?.ok) seen();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const all = Number(document.body.dataset.sessionSeconds);
    if (!all) return;
    document.addEventListener("anzhu:saved", seen);
    setInterval(() => {
      const left = all - (Date.now() - last) / 1000;
      if (left < WARN) note(left);
    }, 15000);
  });
})();
