// <toast-region>: toasts arrive as children (with the page or with a fragment) and go after a while, but never while
// somebody points at them or is in them. It also says so when an answer did not come.
class ToastRegion extends HTMLElement {
  connectedCallback() {
    this.watch = new MutationObserver(() => this.arrived());
    this.watch.observe(this, { childList: true });
    this.lost = ({ detail }) => detail.ctx && !detail.ctx.text?.includes("<hx-partial") && !this.known(detail.ctx) && this.say(this.dataset.lost);
    this.refused = (event) => event.detail.ctx.response.status >= 500 && this.lost(event);
    document.addEventListener("htmx:error", this.lost);
    document.addEventListener("htmx:response:error", this.refused);
    this.addEventListener("submit", (event) => event.target.closest("[data-toast]").toggleAttribute("data-used", true));
    this.addEventListener("htmx:finally:request", () => this.querySelectorAll("[data-used]").forEach((used) => used.remove()));
    this.arrived();
  }

  disconnectedCallback() {
    this.watch.disconnect();
    document.removeEventListener("htmx:error", this.lost);
    document.removeEventListener("htmx:response:error", this.refused);
  }

  // A part of the page that did not come, while the page says already that there is no network.
  known({ request }) {
    return request.method === "GET" && (!navigator.onLine || document.querySelector('meta[name="kept"], away-line .away'));
  }

  arrived() {
    for (const toast of this.querySelectorAll("[data-toast]:not([data-seen])")) {
      toast.toggleAttribute("data-seen", true);
      this.leave(toast, toast.querySelector("form") ? 10000 : 5000);
    }
    for (const old of [...this.children].slice(0, -3)) old.remove();
  }

  leave(toast, after) {
    setTimeout(() => (toast.matches(":hover, :focus-within") ? this.leave(toast, 2000) : toast.remove()), after);
  }

  say(text) {
    const toast = document.createElement("div");
    toast.className = "toast error";
    toast.toggleAttribute("data-toast", true);
    toast.textContent = text;
    this.append(toast);
  }
}

customElements.define("toast-region", ToastRegion);
