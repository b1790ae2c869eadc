// form[data-upload]: the chosen file goes up at once, with per cent and words; one file that
// fails does not touch the others. Without this script the form's own button does the same.
(() => {
  const megabytes = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;

  function send(form, input) {
    const progress = form.querySelector("[data-upload-progress]");
    const bar = progress.querySelector("progress");
    const text = form.querySelector("[data-upload-text]");
    const file = input.files[0];
    const say = (words) => { text.textContent = words; };
    const request = new XMLHttpRequest();
    let told = -1;
    progress.hidden = false;
    bar.value = 0;
    say(`正在上传 ${file.name}（${megabytes(file.size)}）`);
    request.upload.addEventListener("progress", (event) => {
      const part = event.lengthComputable ? Math.floor((event.loaded / event.total) * 100) : 0;
      bar.value = part;
      // Screen readers hear every quarter, not every per cent.
      if (Math.floor(part / 25) !== told) {
        told = Math.floor(part / 25);
        say(part < 100 ? `已上传 ${part}%` : "已上传，正在检查文件");
      }
    });
    const failed = (words) => { progress.hidden = false; say(words); delete form.dataset.busy; input.disabled = false; input.value = ""; };
    request.addEventListener("load", () => {
      if (request.status === 401) return failed("登录已过期，请在新窗口登录后重新选择文件");
      if (request.status === 413) return failed("文件太大，单个不超过 20 MB");
      if (request.status >= 400) return failed("没有上传成功，已保留其他文件，请重试此文件");
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const slot = form.closest("[id^='slot-']");
      const fresh = slot && page.getElementById(slot.id);
      if (!fresh) return location.assign(request.responseURL || location.href);
      const adopted = document.adoptNode(fresh);
      slot.replaceWith(adopted);
      window.htmx?.process(adopted);
      // What has an address of its own is found again by reloading.
      if (form.dataset.upload === "address" && request.responseURL !== form.action) history.replaceState(null, "", request.responseURL);
      document.dispatchEvent(new CustomEvent("anzhu:uploaded", { detail: { slot: adopted.id } }));
    });
    request.addEventListener("error", () => failed("上传中断，已保留其他文件，请重试此文件"));
    request.open("POST", form.action);
    request.setRequestHeader("X-Behaviour", "upload");
    form.dataset.busy = "1";
    request.send(new FormData(form));
    // One at a time: a second choice while the first is on its way would be lost.
    input.disabled = true;
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    const form = input.type === "file" && input.closest("form[data-upload]");
    if (form && input.files.length && !form.dataset.busy) send(form, input);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const input = form.matches("form[data-upload]") && form.querySelector("input[type=file]");
    if (!input) return;
    if (form.dataset.busy) return event.preventDefault();
    if (input.files.length) { event.preventDefault(); send(form, input); }
  });
})();
