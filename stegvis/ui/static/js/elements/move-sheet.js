// <move-sheet popover>: opens when a question about a move arrives in it, closes when it is emptied. Tells boards what
// was picked ("move:picked" with {deal, to, ended}), so that they can show it at once, and when it is over ("move:closed").
class MoveSheet extends HTMLElement {
  connectedCallback() {
    this.watch = new MutationObserver(() => this.changed());
    this.watch.observe(this, { childList: true });
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("toggle", ({ newState }) => newState === "closed" && this.closed());
    this.addEventListener("keydown", (event) => this.typed(event));
  }

  disconnectedCallback() {
    this.watch.disconnect();
  }

  changed() {
    const open = this.matches(":popover-open");
    if (this.querySelector("form")) {
      if (!open) {
        this.opener = document.activeElement;
        this.showPopover();
      }
      this.first?.focus();
    } else if (open) this.hidePopover();
  }

  get first() {
    const ways = ["[autofocus]", '[aria-current="true"]', "button:not([disabled])"];
    return ways.map((way) => this.querySelector(way)).find(Boolean);
  }

  closed() {
    this.replaceChildren();
    if (this.opener?.isConnected && document.activeElement === document.body) this.opener.focus();
    this.dispatchEvent(new CustomEvent("move:closed", { bubbles: true }));
  }

  // A press on a stage or on "Move": the board shows it until the answer says otherwise.
  submitted({ target, submitter }) {
    const to = new FormData(target, submitter).get("to_stage");
    const ended = new Promise((resolve) => {
      const answered = ({ detail }) => {
        if (detail.ctx.sourceElement !== target) return;
        document.removeEventListener("htmx:after:request", answered);
        document.removeEventListener("htmx:error", answered);
        resolve(detail.ctx.response?.status < 400);
      };
      document.addEventListener("htmx:after:request", answered);
      document.addEventListener("htmx:error", answered);
    });
    ended.then((went) => went && this.hidePopover());
    const detail = { deal: target.dataset.deal, to, ended };
    this.dispatchEvent(new CustomEvent("move:picked", { detail, bubbles: true }));
  }

  typed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...this.querySelectorAll(".menu-list button:not([disabled])")];
    if (!step || !buttons.includes(document.activeElement)) return;
    event.preventDefault();
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  }
}

customElements.define("move-sheet", MoveSheet);
