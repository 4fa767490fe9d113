// <side-panel id="panel">: links with hx-target="#panel" open a thing over its list; Escape and [data-close-panel] close
// it and give the focus back. Dispatches "panel:opened" and "panel:closed".
class SidePanel extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest("[data-close-panel]") && this.close());
    this.escape = (event) => event.key === "Escape" && !event.defaultPrevented && this.close();
    this.ask = ({ detail }) => detail.ctx.target === this && this.opening(detail.ctx.sourceElement);
    document.addEventListener("keydown", this.escape);
    document.addEventListener("htmx:before:request", this.ask);
    this.swapped = ({ detail }) => detail.ctx.target === this && this.opened();
    document.addEventListener("htmx:after:swap", this.swapped);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.escape);
    document.removeEventListener("htmx:before:request", this.ask);
    document.removeEventListener("htmx:after:swap", this.swapped);
  }

  opening(opener) {
    if (!this.contains(opener)) this.opener = opener;
  }

  opened() {
    if (!this.firstElementChild) return;
    this.querySelector("[autofocus], [data-close-panel]")?.focus();
    this.dispatchEvent(new CustomEvent("panel:opened", { bubbles: true }));
  }

  close() {
    if (!this.firstElementChild || document.querySelector("[popover]:popover-open")) return;
    this.replaceChildren();
    if (this.opener?.isConnected) this.opener.focus();
    this.dispatchEvent(new CustomEvent("panel:closed", { bubbles: true }));
  }
}

customElements.define("side-panel", SidePanel);
