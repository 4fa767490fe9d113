// <insight-chart> draws what its JSON says into .plot-room and closes the table behind it, which stands where no script
// runs. What draws is large and fetched when the chart comes into view. A click on a mark leads to the deals behind it.
class InsightChart extends HTMLElement {
  connectedCallback() {
    this.room = this.querySelector(".plot-room");
    this.facts = JSON.parse(this.querySelector('script[type="application/json"]').textContent);
    this.seen = new IntersectionObserver(([entry]) => entry.isIntersecting && this.load(), { rootMargin: "200px" });
    this.seen.observe(this.room);
    this.querySelector(".chart-table").open = false;
  }

  disconnectedCallback() {
    this.seen.disconnect();
    this.size?.disconnect();
    this.scheme?.removeEventListener("change", this.again);
    this.chart?.dispose();
  }

  async load() {
    this.seen.disconnect();
    const [echarts, { height, optionOf }] = await Promise.all([import("../../vendor/echarts.js"), import("../charts.js")]);
    if (!this.isConnected) return;
    this.optionOf = optionOf;
    this.room.style.height = `${height(this.facts)}px`;
    this.chart = echarts.init(this.room, null, { renderer: "canvas" });
    this.again = () => this.draw();
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.again);
    this.size = new ResizeObserver(() => this.draw());
    this.size.observe(this.room);
    this.chart.on("click", ({ data }) => data?.link && location.assign(data.link));
    this.picture();
  }

  draw() {
    this.chart.resize();
    this.chart.setOption(this.optionOf(this.facts, this, this.room.clientWidth), true);
    this.toggleAttribute("data-drawn", true);
  }

  // What is saved has the ground of the page: a picture without one is unreadable where it is pasted.
  picture() {
    const button = this.querySelector("[data-picture]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.download = `${this.dataset.file}.png`;
      link.href = this.chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: this.ground() });
      link.click();
    });
  }

  ground() {
    return getComputedStyle(this.closest(".card") ?? document.body).backgroundColor;
  }
}

customElements.define("insight-chart", InsightChart);
