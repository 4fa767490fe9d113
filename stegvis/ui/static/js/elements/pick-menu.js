// <pick-menu><button popovertarget="x">…</button><ul class="menu" id="x" popover>…</ul></pick-menu>
// The menu may also stand elsewhere. The browser opens and closes it; this adds arrow keys, and a place where anchors are not supported.
class PickMenu extends HTMLElement {
  connectedCallback() {
    this.menu = this.querySelector("[popovertarget]").popoverTargetElement;
    this.menu?.addEventListener("toggle", (event) => event.newState === "open" && this.opened());
    this.menu?.addEventListener("keydown", (event) => this.typed(event));
    // What a link fetches is shown beside the menu, not behind it.
    this.menu?.addEventListener("click", ({ target }) => target.closest("a[hx-get]") && this.menu.hidePopover());
  }

  get items() {
    return [...this.menu.querySelectorAll("a, button")].filter((item) => item.checkVisibility());
  }

  opened() {
    if (!CSS.supports("position-area: block-end")) this.place();
    (this.menu.querySelector('[aria-current="true"]') ?? this.items[0])?.focus();
  }

  place() {
    if (matchMedia("(width < 48rem)").matches) return;
    const { left, right, top, bottom } = this.querySelector("[popovertarget]").getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    this.menu.style.left = `${Math.max(8, left + width > innerWidth ? right - width : left)}px`;
    this.menu.style.top = `${bottom + height > innerHeight ? Math.max(8, top - height) : bottom}px`;
  }

  typed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.menu?.matches(":popover-open")) return;
    event.preventDefault();
    const items = this.items;
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
  }
}

customElements.define("pick-menu", PickMenu);
