// <sort-board> makes the cards of every [data-sort-list] inside it draggable between them, with a mouse; the script that
// drags is fetched only here. A drop dispatches "board:drop" with {card, from, to, before, undo()}: whoever listens
// sends the move and calls undo() when it is refused.
class SortBoard extends HTMLElement {
  connectedCallback() {
    this.sorts = new Map();
    this.addEventListener("htmx:after:swap", () => this.arrange());
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) this.load();
  }

  disconnectedCallback() {
    for (const sort of this.sorts.values()) sort.destroy();
    this.sorts.clear();
  }

  async load() {
    this.Sortable = (await import("../../vendor/sortable.js")).default;
    this.arrange();
  }

  arrange() {
    if (!this.Sortable || !this.isConnected) return;
    for (const list of this.querySelectorAll("[data-sort-list]")) {
      if (!this.sorts.has(list)) this.sorts.set(list, this.sort(list));
    }
  }

  sort(list) {
    const moving = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120;
    return this.Sortable.create(list, {
      group: this.dataset.group ?? "board",
      draggable: "[data-card]",
      animation: moving,
      ghostClass: "drop-slot",
      dragClass: "lifted",
      onStart: () => this.toggleAttribute("data-dragging", true),
      onEnd: (event) => this.dropped(event),
    });
  }

  dropped({ item: card, from, to, oldDraggableIndex, newDraggableIndex }) {
    this.removeAttribute("data-dragging");
    if (from === to && oldDraggableIndex === newDraggableIndex) return;
    const undo = () => from.insertBefore(card, from.querySelectorAll(":scope > [data-card]")[oldDraggableIndex] ?? null);
    const detail = { card, from, to, before: card.nextElementSibling, undo };
    this.dispatchEvent(new CustomEvent("board:drop", { detail, bubbles: true }));
  }
}

customElements.define("sort-board", SortBoard);
