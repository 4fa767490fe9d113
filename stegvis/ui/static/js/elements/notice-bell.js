// <notice-bell data-news="address" data-store="where the newest shown is kept"> around the link to the notices: asks once a minute what is
// new, keeps the count, and shows what is new as notifications of the browser where the member allowed them.
const MINUTE = 60_000;

class NoticeBell extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.ask(), MINUTE);
    this.back = () => document.visibilityState === "visible" && this.ask();
    document.addEventListener("visibilitychange", this.back);
    this.read = (event) => event.target.closest?.("[data-read-all]") && this.count(0);
    document.addEventListener("click", this.read);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.back);
    document.removeEventListener("click", this.read);
  }

  get allowed() {
    return "Notification" in window && Notification.permission === "granted";
  }

  // What was shown last is kept for all tabs, so that one of them shows a notice, not each.
  get seen() {
    return localStorage.getItem(this.dataset.store);
  }

  async ask() {
    if (document.visibilityState !== "visible" && !this.allowed) return;
    const before = this.seen;
    const answer = await fetch(this.dataset.news + (before === null ? "" : `?since=${before}`)).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { unread, newest, notices } = await answer.json();
    this.count(unread);
    const isFirst = before === this.seen;
    localStorage.setItem(this.dataset.store, newest);
    if (isFirst && this.allowed) notices.forEach((notice) => this.show(notice));
  }

  show({ text, href }) {
    const shown = new Notification(text, { tag: href, icon: this.dataset.icon });
    shown.onclick = () => {
      window.focus();
      location.assign(href);
    };
  }

  count(unread) {
    for (const place of document.querySelectorAll("[data-unread]")) {
      place.hidden = !unread;
      place.textContent = unread > 99 ? "99+" : unread;
    }
  }
}

customElements.define("notice-bell", NoticeBell);

// <allow-notices> around the button that asks the browser to allow them; says what the browser answered before.
class AllowNotices extends HTMLElement {
  connectedCallback() {
    this.show();
    this.querySelector("button").addEventListener("click", async () => {
      await Notification.requestPermission();
      this.show();
    });
  }

  show() {
    const state = "Notification" in window ? Notification.permission : "denied";
    for (const part of this.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
  }
}

customElements.define("allow-notices", AllowNotices);
