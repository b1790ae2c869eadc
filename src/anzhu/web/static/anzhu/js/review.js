// data-review on the form of a checklist: saves mark by mark, shows reasons where they are needed,
// counts, and gives the keys. event.code, not event.key: a Chinese input method swallows letters.
(() => {
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const items = [...form.querySelectorAll("[data-item]")];
  const readOnly = form.hasAttribute("data-read-only");
  // data-review-pass is the button of the key A; all-met waits until every item is judged as met.
  const pass = document.querySelector("[data-review-pass='all-met']");
  const count = form.querySelector("[data-review-count]");
  const RENEW = 4 * 60 * 1000;
  let here = 0;
  let lastActive = Date.now();
  const waiting = new Map();

  const markOf = (item) => item.querySelector("[name^='mark.']:checked")?.value ?? "";
  const entryOf = (entry) => entry.querySelector("[name^='entry.']:checked")?.value ?? "";
  const entries = [...form.querySelectorAll("[data-entry]")];
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  for (const extra of document.querySelectorAll("[data-without-script]")) extra.hidden = true;

  function look(item) {
    const mark = markOf(item);
    item.className = item.className.replace(/\bcheck-(open|met|not_met|doubtful)\b/, `check-${mark || "open"}`);
    const why = item.querySelector("[data-why]");
    // Where everything was judged already there is nothing to mark and nothing to count.
    if (why) why.hidden = mark === "" || mark === "met";
    for (const entry of item.querySelectorAll("[data-entry]")) entry.querySelector("[data-entry-why]").hidden = entryOf(entry) !== "not_met";
  }
  function tally() {
    const marks = items.map(markOf);
    if (count) count.textContent = `已判定 ${marks.filter(Boolean).length}/${items.length} 项`;
    if (pass) pass.disabled = !(marks.every((mark) => mark === "met") && entries.map(entryOf).every(Boolean));
  }

  function body(item) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    for (const field of item.querySelectorAll("select, textarea, input:checked, input[name^=entry_note]")) data.set(field.name, field.value);
    return data;
  }
  const post = (url, data) => fetch(url, {
    method: "POST", body: data, headers: { "X-Behaviour": "review" }, credentials: "same-origin",
    // A mark made just before the page is left must still arrive.
    keepalive: true,
  });

  // One request an item at a time: what was said last arrives last.
  const busy = new Map();
  async function save(item) {
    if (!markOf(item) && ![...item.querySelectorAll("[data-entry]")].some(entryOf)) return;
    clearTimeout(waiting.get(item));
    if (busy.has(item)) return void busy.set(item, true);
    busy.set(item, false);
    await send(item);
    const again = busy.get(item);
    busy.delete(item);
    if (again) save(item);
  }

  async function send(item) {
    const note = item.querySelector("[data-saved-note]");
    try {
      const answer = await post(form.dataset.review, body(item));
      if (answer.ok) {
        lastActive = Date.now();
        note.textContent = `已保存 ${clock()}`;
        note.classList.remove("saved-note-away");
        document.dispatchEvent(new Event("anzhu:saved"));
        return;
      }
      note.textContent = answer.status === 409
        ? (await answer.text()).split("\n")[0]
        : answer.status === 401 ? "登录已过期，请在新窗口登录后再判定" : "没有保存，请刷新页面后再试";
    } catch {
      note.textContent = "网络中断，恢复后自动保存";
      setTimeout(() => save(item), 5000);
    }
    note.classList.add("saved-note-away");
  }

  function later(item, wait) {
    clearTimeout(waiting.get(item));
    waiting.set(item, setTimeout(() => save(item), wait));
  }
  form.addEventListener("change", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item) return;
    look(item);
    tally();
    save(item);
  });
  form.addEventListener("input", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && event.target.matches("textarea, [name^=entry_note]")) later(item, 1500);
  });

  // Reading is activity, too: the lease is renewed while somebody moves, at most every four minutes.
  function active() {
    if (readOnly || Date.now() - lastActive < RENEW) return;
    lastActive = Date.now();
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    post(form.dataset.reviewClaim, data).catch(() => {});
  }
  for (const kind of ["pointermove", "keydown", "wheel"]) document.addEventListener(kind, active, { passive: true });

  // What has not changed since the last return is folded: going there, or judging it, opens it.
  const unfold = (item) => item.closest("details")?.setAttribute("open", "");
  function go(to) {
    items[here].classList.remove("check-here");
    here = Math.min(items.length - 1, Math.max(0, to));
    items[here].classList.add("check-here");
    unfold(items[here]);
    items[here].scrollIntoView({ block: "nearest" });
    if (items[here].dataset.shows) document.dispatchEvent(new CustomEvent("anzhu:show", { detail: items[here].dataset.shows }));
    const first = items[here].querySelector("input:checked, input");
    if (first && !readOnly) first.focus({ preventScroll: true });
  }
  function mark(number) {
    if (readOnly) return;
    const choice = items[here].querySelectorAll("[name^='mark.']")[number];
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    if (number === 0) go(here + 1);
    else items[here].querySelector("select").focus();
  }
  form.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || items[here] === item) return;
    items[here].classList.remove("check-here");
    here = items.indexOf(item);
    item.classList.add("check-here");
    if (item.dataset.shows) document.dispatchEvent(new CustomEvent("anzhu:show", { detail: item.dataset.shows }));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-sheet-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("anzhu:show", { detail: link.dataset.sheetLink }));
    tabTo("evidence");
  });

  const view = (what) => () => document.dispatchEvent(new CustomEvent("anzhu:view", { detail: what }));
  const press = (selector) => () => {
    const button = document.querySelector(selector);
    if (button && !button.disabled) button.click();
  };
  const help = document.querySelector("[data-review-keys]");
  const keys = {
    KeyJ: () => go(here + 1), KeyK: () => go(here - 1),
    Digit1: () => mark(0), Digit2: () => mark(1), Digit3: () => mark(2),
    Numpad1: () => mark(0), Numpad2: () => mark(1), Numpad3: () => mark(2),
    ArrowLeft: view("previous"), ArrowRight: view("next"),
    Equal: view("in"), NumpadAdd: view("in"), Minus: view("out"), NumpadSubtract: view("out"),
    Digit0: view("one"), Numpad0: view("one"), KeyR: view("turn"), KeyF: view("fit"),
    KeyA: press("[data-review-pass]"), KeyB: press("[data-review-return]"),
    KeyN: press("[data-review-next] button"), Escape: press("[data-key-escape]"),
  };
  const on = help?.querySelector("[data-review-keys-on]");
  if (on) {
    on.closest("label").hidden = false;
    try { on.checked = localStorage.getItem("review-keys") !== "off"; } catch { /* private mode */ }
    on.addEventListener("change", () => {
      try { localStorage.setItem("review-keys", on.checked ? "on" : "off"); } catch { /* private mode */ }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === "Escape" && event.target.closest?.("[data-why]")) {
      event.preventDefault();
      items[here].querySelector("input:checked, input")?.focus();
      return;
    }
    if (event.target.closest?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
    if (event.code === "Slash" && event.shiftKey) { if (help) help.open = !help.open; return; }
    if (on && !on.checked) return;
    if (event.shiftKey && event.code !== "Equal") return;
    const act = keys[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });

  const tabs = document.querySelector("[data-review-tabs]");
  function tabTo(id) {
    document.body.dataset.pane = id;
    for (const tab of tabs?.querySelectorAll("a") ?? []) {
      if (tab.hash === `#${id}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }
  tabs?.addEventListener("click", (event) => {
    if (!event.target.hash) return;
    event.preventDefault();
    tabTo(event.target.hash.slice(1));
  });

  const goOn = document.querySelector("[data-go-on]");
  try {
    if (goOn && sessionStorage.getItem("go-on") === "off") goOn.checked = false;
    goOn?.addEventListener("change", () => sessionStorage.setItem("go-on", goOn.checked ? "on" : "off"));
  } catch { /* private mode */ }

  for (const item of items) look(item);
  tally();
  const wanted = items.findIndex((item) => `#${item.id}` === location.hash);
  tabTo(wanted >= 0 ? "checklist" : "evidence");
  const unjudged = items.findIndex((item) => !markOf(item));
  here = wanted >= 0 ? wanted : Math.max(0, unjudged);
  if (items[here]) items[here].classList.add("check-here");
  if (wanted >= 0) items[here].scrollIntoView({ block: "start" });
})();
