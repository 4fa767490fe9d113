// <talk-composer>: the box in which notes, calls, meetings and files are written. Keeps a draft in this browser until it
// was sent, sends on Ctrl+Enter, takes files that are dropped or pasted, and asks how a call went when one comes back.
const PHONE = "(width < 48rem)";
const CALL = "stegvis:call";

class TalkComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form.composer");
    this.text = this.querySelector("textarea");
    this.quiet = new AbortController();
    this.keepDraft();
    this.listen();
    if (matchMedia(PHONE).matches) this.becomeSheet();
    if ("sent" in this.dataset || "wrong" in this.dataset) requestAnimationFrame(() => this.goOn());
    this.returned();
  }

  disconnectedCallback() {
    this.quiet.abort();
  }

  listen() {
    const { signal } = this.quiet;
    this.form.addEventListener("input", () => this.saveDraft());
    this.addEventListener("later:kept", () => this.kept());
    this.form.addEventListener("change", ({ target }) => target.type === "file" && this.nameFiles());
    this.form.addEventListener("click", (event) => this.chosen(event));
    this.form.addEventListener("keydown", (event) => this.typed(event));
    this.form.addEventListener("dragover", (event) => event.preventDefault());
    this.form.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
    this.form.addEventListener("paste", (event) => event.clipboardData.files.length && this.take(event, event.clipboardData));
    document.addEventListener("click", ({ target }) => this.called(target.closest?.('a[href^="tel:"]')), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.returned(), { signal });
    window.addEventListener("focus", () => this.returned(), { signal });
  }

  keepDraft() {
    if ("sent" in this.dataset) localStorage.removeItem(this.dataset.draft);
    const { kind, text } = JSON.parse(localStorage.getItem(this.dataset.draft) ?? "{}");
    if (!text || this.text.value) return;
    this.text.value = text;
    const radio = this.form.querySelector(`[name="kind"][value="${kind}"]`);
    if (radio) radio.checked = true;
  }

  saveDraft() {
    const text = this.text.value;
    const kind = new FormData(this.form).get("kind");
    if (text) localStorage.setItem(this.dataset.draft, JSON.stringify({ kind, text }));
    else localStorage.removeItem(this.dataset.draft);
  }

  // Kept for the network (away-line): no draft any more, and out of the way.
  kept() {
    localStorage.removeItem(this.dataset.draft);
    for (const sheet of this.querySelectorAll(":popover-open")) sheet.hidePopover();
  }

  // A tab pressed, not reached by arrows: on to the words.
  chosen({ target }) {
    if (target.closest(".kinds label") && !target.matches("input")) requestAnimationFrame(() => this.text.focus());
  }

  typed(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  take(event, { files }) {
    if (!files.length) return;
    event.preventDefault();
    this.form.querySelector('[name="kind"][value="file"]').checked = true;
    const all = new DataTransfer();
    const input = this.form.querySelector('input[type="file"]:not([capture])');
    for (const file of [...input.files, ...files]) all.items.add(file);
    input.files = all.files;
    this.nameFiles();
  }

  nameFiles() {
    const names = [...this.form.querySelectorAll('input[type="file"]')].flatMap((input) => [...input.files]);
    const rows = names.map(({ name }) => Object.assign(document.createElement("li"), { textContent: name }));
    this.form.querySelector("[data-file-names]").replaceChildren(...rows);
  }

  becomeSheet() {
    this.form.popover = "auto";
    this.form.classList.add("sheet");
    this.querySelector("[data-open-composer]").addEventListener("click", () => {
      this.form.showPopover();
      this.text.focus();
    });
    if ("wrong" in this.dataset) this.form.showPopover();
  }

  // Drawn anew after an answer, the focus would be nowhere.
  goOn() {
    if ("wrong" in this.dataset || !this.form.popover) this.text.focus();
    else this.querySelector("[data-open-composer]").focus();
  }

  called(link) {
    if (!link) return;
    const { person = "", name = "" } = link.dataset;
    sessionStorage.setItem(CALL, JSON.stringify({ at: Date.now(), here: this.dataset.draft, person, name }));
  }

  // The page is looked at again some time after a number was pressed.
  returned() {
    const call = JSON.parse(sessionStorage.getItem(CALL) ?? "null");
    if (!call || call.here !== this.dataset.draft || Date.now() - call.at < 1500) return;
    sessionStorage.removeItem(CALL);
    const sheet = this.querySelector("#call-after");
    const people = sheet.querySelector('[name="people"]');
    people.value = call.person;
    people.disabled = !call.person || !this.form.querySelector(`[name="people"][value="${CSS.escape(call.person)}"]`);
    const title = sheet.querySelector("h2");
    if (call.name) title.textContent = title.dataset.words.replace("{name}", call.name);
    sheet.showPopover();
    sheet.querySelector("[name='outcome']").focus();
  }
}

customElements.define("talk-composer", TalkComposer);
