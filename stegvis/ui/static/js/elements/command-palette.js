// <command-palette>: a dialog with one field; what is found and offered comes from the server, what the page itself can do
// (every visible data-key with data-key-says) is added here. Opened by Ctrl/Cmd-K and by anything with data-palette.
const PAUSE = 120;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");

class CommandPalette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.field = this.querySelector("[role=combobox]");
    this.list = this.querySelector("[role=listbox]");
    this.said = this.querySelector("[role=status]");
    this.keys = (event) => this.opener(event);
    this.clicks = (event) => this.clicked(event);
    document.addEventListener("keydown", this.keys);
    document.addEventListener("click", this.clicks);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("pointermove", ({ target }) => this.choose(target.closest("[role=option]"), false));
    this.remember();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.keys);
    document.removeEventListener("click", this.clicks);
  }

  opener(event) {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else this.open();
  }

  clicked(event) {
    const opener = event.target.closest?.("[data-palette]");
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.open();
    } else if (event.target === this.dialog || event.target.closest?.("dialog.palette [data-close]")) {
      this.dialog.close();
    } else if (this.list.contains(event.target)) {
      const option = event.target.closest("[role=option]");
      if (option && !option.matches("a[href]")) this.run(option, false);
    }
  }

  open() {
    document.querySelectorAll("[popover]:popover-open").forEach((one) => one.hidePopover());
    this.acts = this.pageActs();
    this.field.value = "";
    this.dialog.showModal();
    this.field.focus();
    this.ask();
  }

  // What keys do on this page, read while nothing covers it.
  pageActs() {
    const found = [...document.querySelectorAll("[data-key][data-key-says]")].filter((one) => one.checkVisibility() && !one.matches("[data-palette], [aria-hidden]"));
    return [...new Map(found.map((one) => [one.dataset.key, one])).values()];
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const query = new URLSearchParams({ q: this.field.value, on: location.pathname });
    this.field.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${this.dataset.address}?${query}`, { signal: asking.signal, headers: { "HX-Request-Type": "partial" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const entries = await answer.text();
      if (this.asking === asking) this.show(entries);
    } catch {
      if (!asking.signal.aborted) this.say(this.dataset.lost);
    }
    if (this.asking === asking) this.field.removeAttribute("aria-busy");
  }

  show(entries) {
    this.answered = this.field.value;
    this.list.innerHTML = entries;
    const acts = this.ownActs();
    if (acts) this.list.prepend(acts);
    this.list.dispatchEvent(new CustomEvent("enliven", { bubbles: true }));
    this.list.scrollTop = 0;
    this.choose(this.options[0]);
    this.say(this.dataset.said.replace("{n}", this.options.length));
  }

  ownActs() {
    const words = plain(this.field.value).split(/\s+/).filter(Boolean);
    const fitting = this.acts.filter(({ dataset }) => words.every((word) => ` ${plain(dataset.keySays)}`.includes(` ${word}`)));
    if (!fitting.length) return null;
    const group = document.createElement("div");
    group.role = "group";
    group.ariaLabel = this.dataset.page;
    const title = Object.assign(document.createElement("p"), { className: "palette-group", textContent: this.dataset.page });
    title.role = "presentation";
    group.append(title, ...fitting.map((act) => this.actOption(act)));
    return group;
  }

  actOption(act) {
    const option = Object.assign(document.createElement("div"), { className: "found", id: `palette-key-${act.dataset.key}` });
    option.role = "option";
    option.act = act;
    const title = Object.assign(document.createElement("span"), { className: "found-title", textContent: act.dataset.keySays });
    const key = Object.assign(document.createElement("kbd"), { textContent: act.dataset.key.toUpperCase() });
    option.append(title, key);
    return option;
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      const { options } = this;
      const at = options.indexOf(this.chosen) + step;
      this.choose(options[Math.abs(step) === 1 ? (at + options.length) % options.length : Math.max(0, Math.min(options.length - 1, at))]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.enter(event.ctrlKey || event.metaKey);
    }
  }

  // Enter right after the last letter waits for the answer to it.
  async enter(aside) {
    clearTimeout(this.waiting);
    if (this.field.value !== this.answered) await this.ask();
    if (this.chosen) this.run(this.chosen, aside);
  }

  choose(option, scroll = true) {
    if (!option || option === this.chosen) return;
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = option;
    option.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest" });
  }

  run(option, aside) {
    if (option.href && aside) {
      window.open(option.href, "_blank", "noopener");
      return;
    }
    this.dialog.close();
    if (option.href) location.assign(option.href);
    else if (option.act) option.act.matches("input, select, textarea") ? option.act.focus() : option.act.click();
    else option.querySelector("form").requestSubmit();
  }

  say(text) {
    this.said.textContent = text;
  }

  // The page of a record is noted as opened, behind everything else, at most once a minute.
  remember() {
    const { opened } = this.dataset;
    const now = Date.now();
    const key = `opened ${location.pathname}`;
    if (!/\/\d+\/$/.test(location.pathname) || now - Number(sessionStorage.getItem(key)) < 60_000) return;
    sessionStorage.setItem(key, now);
    const token = document.querySelector('meta[name="csrf-token"]').content;
    const body = new URLSearchParams({ page: location.pathname });
    setTimeout(() => fetch(opened, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => {}), 1000);
  }
}

customElements.define("command-palette", CommandPalette);
