// <task-reminder data-address>: asks once a minute, while the page is seen, which tasks with an hour are due, and says
// each once: on the page, and by the system's notice where it is wanted and allowed.
const MINUTE = 60_000;

class TaskReminder extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => document.visibilityState === "visible" && this.ask(), MINUTE);
    this.ask();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async ask() {
    try {
      const answer = await fetch(this.dataset.address, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { tasks, browser } = await answer.json();
      for (const task of tasks) this.tell(task, browser);
    } catch {
      // Without a network there is nothing to say: the next minute asks again.
    }
  }

  tell({ id, at, text }, browser) {
    const key = `task-${id}-${at}`;
    if (sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, "said");
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.toggleAttribute("data-toast", true);
    toast.textContent = text;
    document.querySelector("#toasts")?.append(toast);
    if (browser && globalThis.Notification?.permission === "granted") new Notification(this.dataset.title, { body: text, tag: key });
  }
}

customElements.define("task-reminder", TaskReminder);
