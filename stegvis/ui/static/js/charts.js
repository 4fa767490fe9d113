// From what a chart says to what ECharts draws. Colours come from the tokens, and never tell anything alone: every
// series is named, has its own pattern of marks where lines cross, and each value is written beside its mark.
const TONES = {
  won: "--won", lost: "--attn", parked: "--stage-parked", open: "--stage-2", back: "--buyer", plan: "--ink-3", band: "--accent",
};
// Who cannot tell green from red tells plain from striped and dotted; pale enough for a figure on it.
const PATTERNS = {
  lost: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  back: { symbol: "circle", symbolSize: 0.5, dashArrayX: [[0, 6], [6, 0]], dashArrayY: [6, 0] },
};
const STAGES = ["--stage-5", "--stage-3", "--stage-1", "--stage-6", "--stage-4", "--stage-2"];
const ROW = 36;
// Room for labels that are wider than ECharts takes them for.
const EDGE = 12;
// How wide a letter of a value is, so that values are written only where they fit.
const LETTER = 7;

// A canvas knows no light-dark() nor oklch in all engines: the browser turns each token into plain figures.
export function colourOf(host, token) {
  const probe = document.createElement("i");
  probe.style.color = `var(${token})`;
  host.append(probe);
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

// Whichever of two inks is read more easily on a colour (relative luminance of WCAG 2).
function inkOn(colour, ...inks) {
  const light = (text) => {
    const [red, green, blue] = text.match(/\d+/g).map((part) => (part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const contrast = (ink) => Math.max(light(ink), light(colour)) / Math.min(light(ink), light(colour));
  return inks.reduce((best, ink) => (contrast(ink) > contrast(best) ? ink : best));
}

export function height({ kind, labels, series, more }) {
  if (more.height) return more.height;
  if (kind === "bar") return 24 + labels.length * (series.length > 1 ? ROW + 12 * (series.length - 1) : ROW);
  if (kind === "steps") return 24 + labels.length * ROW;
  if (kind === "range") return 76 + labels.length * ROW;
  if (kind === "stack") return 64 + labels.length * ROW;
  return 270;
}

export function optionOf(facts, host, width) {
  const ink = inkOf(host);
  const option = (MAKERS[facts.kind] ?? upright)(facts, ink, host, width);
  return { ...frame(facts, host, ink), ...option };
}

function inkOf(host) {
  const read = (token) => colourOf(host, token);
  return {
    strong: read("--ink"), soft: read("--ink-2"), quiet: read("--ink-3"), line: read("--line"), ground: read("--surface"),
    family: getComputedStyle(host).fontFamily, pattern: ({ tone }) => PATTERNS[tone] && { ...PATTERNS[tone], color: read("--surface").replace("rgb(", "rgba(").replace(")", ", 0.3)") }, of: (one, place) => read(TONES[one.tone] ?? STAGES[place % STAGES.length]),
  };
}

function frame(facts, host, ink) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !still,
    animationDuration: 300,
    textStyle: { fontFamily: ink.family, color: ink.soft, fontSize: 12 },
    aria: { enabled: true, label: { enabled: true, description: host.dataset.label } },
    tooltip: {
      renderMode: "richText",
      confine: true,
      trigger: ["line", "band", "column"].includes(facts.kind) ? "axis" : "item",
      backgroundColor: ink.ground,
      borderColor: ink.line,
      textStyle: { color: ink.strong, fontFamily: ink.family, fontSize: 12 },
      formatter: (points) => saying(facts, [points].flat()),
    },
    legend: facts.series.length > 1 ? legend(facts, ink) : undefined,
  };
}

// How much the legend takes at the top: its names go on in a second line, or a third.
function legendRoom({ series }, width) {
  const names = series.filter((one) => !one.hidden);
  if (series.length < 2) return 4;
  let [lines, at] = [1, 0];
  for (const { name } of names) {
    const wide = LETTER * name.length + 28;
    if (at && at + wide > width) [lines, at] = [lines + 1, 0];
    at += wide;
  }
  return 12 + 20 * lines;
}

function legend({ series }, ink) {
  const data = series.filter((one) => !one.hidden).map((one) => one.name);
  return { data, top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: ink.quiet, fontFamily: ink.family, fontSize: 12 } };
}

function saying({ labels, series }, points) {
  const rows = points.filter(({ seriesName }) => series.some((one) => one.name === seriesName)).map(({ seriesName, dataIndex }) => {
    const one = series.find((other) => other.name === seriesName);
    return one.said[dataIndex] ? `${one.name}: ${one.said[dataIndex]}` : "";
  });
  return [labels[points[0].dataIndex], ...rows.filter(Boolean)].join("\n");
}

const points = (one) => one.values.map((value, place) => ({ value: value ?? null, link: one.links[place] ?? "" }));

const nameRoom = (width) => Math.min(140, Math.round(width * 0.32));

function names({ labels }, ink, width) {
  return {
    type: "category", data: labels, inverse: true, axisLine: { show: false }, axisTick: { show: false },
    axisLabel: { color: ink.soft, width: nameRoom(width), overflow: "truncate", fontSize: 12 },
  };
}

function figures(ink, shown = true) {
  return { type: "value", show: shown, splitLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.quiet, fontSize: 12, hideOverlap: true, formatter: short } };
}

function short(value) {
  return new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

function bar(facts, ink, host, width) {
  return {
    grid: { left: EDGE, right: 72, top: legendRoom(facts, width), bottom: 4, containLabel: true },
    xAxis: figures(ink, false),
    yAxis: names(facts, ink, width),
    series: facts.series.map((one, place) => ({
      type: "bar", name: one.name, data: points(one), barMaxWidth: 24, itemStyle: { color: ink.of(one, place), borderRadius: 4 },
      label: { show: true, position: "right", color: ink.strong, fontWeight: 600, formatter: ({ dataIndex }) => one.said[dataIndex] },
    })),
  };
}

// A figure on a pattern stands on a plate of the bar's colour.
const plate = ({ tone }, colour) => (PATTERNS[tone] ? { backgroundColor: colour, padding: [1, 3], borderRadius: 2 } : {});

function stack(facts, ink, host, width) {
  const whole = Math.max(...facts.labels.map((_, place) => facts.series.reduce((sum, one) => sum + (one.values[place] ?? 0), 0)));
  const pixel = whole / (width - nameRoom(width) - 3 * EDGE);
  const fits = (one, place) => (one.values[place] ?? 0) > pixel * LETTER * (one.said[place].length + 1);
  return {
    grid: { left: EDGE, right: 8, top: legendRoom(facts, width), bottom: 4, containLabel: true },
    xAxis: figures(ink, false),
    yAxis: names(facts, ink, width),
    series: facts.series.map((one, place) => ({
      type: "bar", name: one.name, stack: "all", data: points(one), barMaxWidth: 24, itemStyle: { color: ink.of(one, place), decal: ink.pattern(one), borderColor: ink.ground, borderWidth: 1 },
      label: { show: true, color: inkOn(ink.of(one, place), ink.ground, ink.strong), ...plate(one, ink.of(one, place)), fontSize: 12, formatter: ({ dataIndex }) => (fits(one, dataIndex) ? one.said[dataIndex] : "") },
    })),
  };
}

function upright(facts, ink, host, width) {
  const line = facts.kind !== "column";
  const ends = line ? { alignMinLabel: "left", alignMaxLabel: "right" } : wrapped(facts, width);
  return {
    grid: { left: EDGE, right: 16, top: Math.max(20, legendRoom(facts, width)), bottom: EDGE, containLabel: true },
    xAxis: { type: "category", data: facts.labels, boundaryGap: !line, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false }, axisLabel: { color: ink.quiet, fontSize: 12, hideOverlap: true, ...ends } },
    yAxis: figures(ink),
    series: facts.series.flatMap((one, place) => layers(one, place, line, ink, facts.more)),
  };
}

// Few columns each have their name, broken into lines; of many some are left out.
const FEW = 6;

function wrapped({ labels }, width) {
  return labels.length > FEW ? {} : { interval: 0, hideOverlap: false, overflow: "break", lineHeight: 15, width: Math.max(48, (width - 96) / labels.length - 8) };
}

const SIGNS = ["circle", "diamond", "rect", "triangle"];

// A band is two lines on each other of which only the room between is filled; they come behind the named series.
function layers(one, place, line, ink, more) {
  const colour = ink.of(one, place);
  if (!line) {
    return [{ type: "bar", name: one.name, data: points(one), stack: more.stacked ? "all" : undefined, barMaxWidth: 32, itemStyle: { color: colour, decal: ink.pattern(one), borderRadius: more.stacked ? 0 : [4, 4, 0, 0] }, label: above(one, ink, more) }];
  }
  const drawn = { type: "line", name: one.name, data: points(one), symbol: SIGNS[place % SIGNS.length], symbolSize: 7, lineStyle: { width: 2, type: one.tone === "plan" ? "dashed" : "solid" }, itemStyle: { color: colour } };
  if (!one.low.length) return [drawn];
  return [{ ...drawn, lineStyle: { opacity: 0 }, symbol: "none" }, ...room(one, colour)];
}

function above({ values, said }, ink, more) {
  return { show: !more.stacked && values.length <= FEW, position: "top", color: ink.strong, fontWeight: 600, formatter: ({ dataIndex }) => said[dataIndex] };
}

function room({ low, values }, colour) {
  const plain = { type: "line", stack: `band-${values}`, silent: true, symbol: "none", lineStyle: { opacity: 0 }, tooltip: { show: false } };
  return [
    { ...plain, data: low },
    { ...plain, data: values.map((value, place) => (value == null || low[place] == null ? null : value - low[place])), areaStyle: { color: colour, opacity: 0.18 } },
  ];
}

// From a first sum to a last one by steps up and down, each on the height to which the one before led.
function steps(facts, ink, host, width) {
  const [{ values, said, links }] = facts.series;
  let level = 0;
  const marks = values.map((value, place) => {
    const whole = place === 0 || place === values.length - 1;
    const from = whole ? 0 : level;
    level = whole ? value : level + value;
    const colour = whole ? STAGES[0] : value < 0 ? "--stage-2" : "--stage-4";
    return { base: Math.min(from, level), value: Math.abs(level - from), colour: colourOf(host, colour), link: links[place] };
  });
  const plain = { type: "bar", stack: "all", barMaxWidth: 24 };
  return {
    grid: { left: EDGE, right: 80, top: 4, bottom: 4, containLabel: true },
    xAxis: figures(ink, false),
    yAxis: names(facts, ink, width),
    series: [
      { ...plain, name: facts.series[0].name, data: marks.map(({ value, colour, link }) => ({ value, link, itemStyle: { color: colour, borderRadius: 4 } })), label: { show: true, position: "right", color: ink.strong, fontWeight: 600, formatter: ({ dataIndex }) => said[dataIndex] } },
      { ...plain, silent: true, data: marks.map(({ base }) => base), itemStyle: { color: "transparent" }, tooltip: { show: false }, z: 0 },
    ].reverse(),
  };
}

// A bar from a low value to a high one, a mark where the most likely one is, and a line where another stands: three forms,
// so that they are told apart without colour.
function range(facts, ink, host, width) {
  const [between, middle, beside] = facts.series;
  const bound = facts.unit === "percent" ? { min: 0, max: 100 } : { min: 0 };
  const lengths = between.values.map((value, place) => ({ value: value == null ? null : value - between.low[place], link: between.links[place] ?? "" }));
  const plain = { type: "bar", stack: "between", barMaxWidth: 10 };
  const colour = ink.of(between, 0);
  const sign = (one, symbol, size, of) => ({ type: "scatter", name: one.name, data: points(one), symbol, symbolSize: size, itemStyle: { color: of, opacity: 1 } });
  return {
    grid: { left: EDGE, right: 56, top: width < 480 ? 52 : 32, bottom: EDGE, containLabel: true },
    xAxis: { ...figures(ink), ...bound },
    yAxis: names(facts, ink, width),
    series: [
      { ...plain, silent: true, data: between.low, itemStyle: { color: "transparent" }, tooltip: { show: false } },
      { ...plain, name: between.name, data: lengths, itemStyle: { color: colour, opacity: 0.35, borderRadius: 4 }, label: { show: true, position: "right", color: ink.strong, opacity: 1, fontWeight: 600, fontSize: 12, formatter: ({ dataIndex }) => middle.said[dataIndex] } },
      sign(beside, "rect", [3, 24], ink.of(beside, 0)),
      sign(middle, "diamond", 13, ink.strong),
    ],
  };
}

const MAKERS = { range, steps, bar, stack, column: upright, line: upright, band: upright };
