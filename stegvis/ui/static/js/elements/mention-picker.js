// Naming a colleague: "@" in the composer's words offers the members who see the record. Arrows choose, Enter or Tab
// takes, Escape leaves; what is chosen is read aloud through aria-activedescendant.
const MENTION = /(?:^|\s)@([^@\n]{0,40})$/u;

class MentionPicker {
  constructor(composer) {
    this.composer = composer;
    this.text = composer.querySelector("textarea");
    this.list = composer.querySelector(".mention-menu");
    this.text.addEventListener("input", () => this.look());
    this.text.addEventListener("keydown", (event) => this.typed(event), { capture: true });
    this.text.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.pick(target.closest("[role='option']")));
  }

  async look() {
    const found = MENTION.exec(this.text.value.slice(0, this.text.selectionStart));
    if (!found) return this.close();
    await this.load();
    const words = found[1].toLocaleLowerCase();
    for (const option of this.list.children) option.hidden = !this.fits(option.dataset.name.toLocaleLowerCase(), words);
    this.length = found[1].length;
    if (this.options.length) this.open();
    else this.close();
  }

  fits(name, words) {
    return name.startsWith(words) || name.split(" ").some((part) => part.startsWith(words));
  }

  async load() {
    this.loading ??= fetch(this.composer.dataset.mentionable, { headers: { "HX-Request-Type": "partial" } }).then((answer) => (answer.ok ? answer.text() : ""));
    const made = await this.loading;
    if (!this.list.childElementCount) this.list.innerHTML = made;
  }

  get options() {
    return [...this.list.children].filter((option) => !option.hidden);
  }

  open() {
    this.list.hidden = false;
    this.mark(this.options[0]);
  }

  close() {
    this.list.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
  }

  mark(option) {
    for (const one of this.list.children) one.ariaSelected = String(one === option);
    this.text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  typed(event) {
    if (this.list.hidden || event.ctrlKey || event.metaKey) return;
    const options = this.options;
    const here = options.findIndex((one) => one.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark(options[(here + step + options.length) % options.length]);
    else if (event.key === "Enter" || event.key === "Tab") this.pick(options[here]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pick(option) {
    if (!option) return;
    const end = this.text.selectionStart;
    this.text.setRangeText(`${option.dataset.name} `, end - this.length, end, "end");
    this.close();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.whenDefined("talk-composer").then(() => {
  const bind = (root) => root.querySelectorAll("talk-composer").forEach((one) => (one.picker ??= new MentionPicker(one)));
  bind(document);
  document.addEventListener("htmx:after:swap", () => bind(document));
});
