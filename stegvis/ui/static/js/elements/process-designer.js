// <process-designer>: stages of a draft can be dragged on the map and on the phone's stair, or moved with Alt and an
// arrow key; the buttons of the unfolded stage do the same. While somebody types, #draft-busy says so, and what others
// change does not come under their hands. Acts are sent by the form #draft-act.
class ProcessDesigner extends HTMLElement {
  connectedCallback() {
    this.sorts = new Map();
    this.addEventListener("focusin", ({ target }) => this.busy(target));
    this.addEventListener("focusout", () => this.busy(null));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.watch = new MutationObserver(() => this.arrange());
    this.watch.observe(this, { childList: true, subtree: true });
    this.load();
  }

  disconnectedCallback() {
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
    for (const [list, sort] of this.sorts) {
      if (!list.isConnected) {
        sort.destroy();
        this.sorts.delete(list);
      }
    }
    for (const list of this.querySelectorAll("[data-sort-stages]")) {
      if (!this.sorts.has(list)) this.sorts.set(list, this.sort(list));
    }
  }

  sort(list) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return this.Sortable.create(list, {
      draggable: "[data-stage-key]",
      filter: "button",
      preventOnFilter: false,
      animation: still ? 0 : 120,
      delay: 250,
      delayOnTouchOnly: true,
      ghostClass: "drop-slot",
      onEnd: ({ item, oldIndex, newIndex }) => oldIndex !== newIndex && this.dropped(item),
    });
  }

  dropped(item) {
    const next = item.nextElementSibling?.dataset.stageKey;
    this.send(`move_stage:${item.dataset.stageKey}:${next ?? "end"}`);
  }

  pressed(event) {
    const step = { ArrowLeft: "earlier", ArrowRight: "later" }[event.key];
    const key = event.target.closest("[data-stage-key]")?.dataset.stageKey;
    if (!step || !key || !event.altKey) return;
    event.preventDefault();
    this.send(`move_stage:${key}:${step}`);
  }

  send(act) {
    const form = this.querySelector("#draft-act");
    form.elements.act.value = act;
    form.requestSubmit();
  }

  busy(target) {
    const sign = this.querySelector("#draft-busy");
    if (sign) sign.value = target?.closest("#draft-form") && target.matches("input, textarea, select") ? "1" : "";
  }
}

customElements.define("process-designer", ProcessDesigner);
