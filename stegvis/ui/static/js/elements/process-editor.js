// <process-editor>: rows that can be dragged by their grip (the buttons beside do the same), stages that stay folded or
// open as they were, and a word to the server after every change, which answers what saving would do. The event is
// "foresee", on what says it. An answer about a sheet that has changed since is thrown away, or it would put back an
// older choice. Leaving with changes unsaved asks first.
class ProcessEditor extends HTMLElement {
  connectedCallback() {
    this.sorts = new Map();
    this.edition = 0;
    this.addEventListener("htmx:config:request", ({ detail }) => (detail.ctx.edition = this.edition));
    this.addEventListener("htmx:before:swap", (event) => this.judge(event));
    this.addEventListener("change", () => this.changed());
    this.addEventListener("toggle", ({ target }) => this.folded(target), { capture: true });
    this.addEventListener("submit", () => this.toggleAttribute("data-changed", false));
    this.watch = new MutationObserver(() => this.arrange());
    this.watch.observe(this, { childList: true, subtree: true });
    this.leaving = (event) => this.hasAttribute("data-changed") && event.preventDefault();
    addEventListener("beforeunload", this.leaving);
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) this.load();
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.leaving);
    this.watch.disconnect();
    for (const sort of this.sorts.values()) sort.destroy();
    this.sorts.clear();
  }

  async load() {
    this.Sortable = (await import("../../vendor/sortable.js")).default;
    this.arrange();
  }

  arrange() {
    if (!this.Sortable || !this.isConnected) return;
    for (const list of this.querySelectorAll("[data-sort-rows]")) {
      if (this.sorts.has(list)) continue;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const options = { handle: "[data-grip]", animation: still ? 0 : 120, ghostClass: "drop-slot" };
      this.sorts.set(list, this.Sortable.create(list, { ...options, onEnd: () => this.changed() }));
    }
  }

  // An act's button may be gone after its swap, so what follows from it is done before.
  judge(event) {
    if (event.target.id !== "foresight") this.differ();
    else if (event.detail.ctx.edition !== this.edition) event.preventDefault();
  }

  differ() {
    this.edition += 1;
    this.toggleAttribute("data-changed", true);
  }

  changed() {
    this.differ();
    this.querySelector("#foresight").dispatchEvent(new CustomEvent("foresee"));
  }

  folded(details) {
    const sign = details.querySelector(":scope > input[name=unfolded]");
    if (sign) sign.disabled = !details.open;
  }
}

customElements.define("process-editor", ProcessEditor);
