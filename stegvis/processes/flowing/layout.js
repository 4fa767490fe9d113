// Lays out graphs with elkjs: JSON on the standard input, JSON on the standard output. Run by flowing/elk.py.
// [{right, nodes: [[width, height]], edges: [[from, to, label width, label height, is spine]]}]
//   -> [{width, height, nodes: [[x, y]], edges: [{points: [[x, y]], label: [x, y] or null}]}]
const { readFileSync } = require("node:fs");
const ELK = require(process.argv[2]);

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.edgeLabel": "5",
  "elk.layered.spacing.nodeNodeBetweenLayers": "20",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.padding": "[top=12,left=12,bottom=12,right=12]",
};
// Sideways the way would get as long as a street, so it comes back and goes on in the next row. Elk's ways of wrapping
// throw for some graphs (NoSuchElementException): each gets the next one's turn, and the last never wraps.
const RIGHT = {
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "16",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
};
const ROWS = { ...RIGHT, "elk.layered.wrapping.additionalEdgeSpacing": "16", "elk.aspectRatio": "0.9" };
// On a phone the way to the sale runs straight down, close to what leaves it: so it stays under the thumb.
const DOWN = {
  "elk.direction": "DOWN",
  "elk.spacing.nodeNode": "14",
  "elk.spacing.edgeNode": "10",
  "elk.layered.nodePlacement.strategy": "LINEAR_SEGMENTS",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
};
const WAYS = {
  true: [
    { ...ROWS, "elk.layered.wrapping.strategy": "SINGLE_EDGE", "elk.layered.wrapping.validify.strategy": "LOOK_BACK" },
    { ...ROWS, "elk.layered.wrapping.strategy": "MULTI_EDGE" },
    RIGHT,
  ],
  false: [DOWN],
};
const SPINE = {
  "elk.layered.priority.straightness": "10",
  "elk.layered.priority.direction": "10",
  "elk.layered.priority.shortness": "5",
};

function asked(graph, way) {
  return {
    id: "graph",
    layoutOptions: { ...OPTIONS, ...way },
    children: graph.nodes.map(([width, height], place) => ({ id: `n${place}`, width, height })),
    edges: graph.edges.map(([from, to, width, height, spine], place) => ({
      id: `e${place}`,
      sources: [`n${from}`],
      targets: [`n${to}`],
      labels: width ? [{ text: " ", width, height }] : [],
      layoutOptions: spine ? SPINE : {},
    })),
  };
}

// Two decimals: what is level or upright to the eye is so to the last digit.
const fine = (number) => Math.round(number * 100) / 100;
const spot = ({ x, y }) => [fine(x), fine(y)];

function answered(laid) {
  const edges = laid.edges.map(({ sections: [way], labels }) => ({
    points: [way.startPoint, ...(way.bendPoints ?? []), way.endPoint].map(spot),
    label: labels?.length ? spot(labels[0]) : null,
  }));
  return { width: laid.width, height: laid.height, nodes: laid.children.map(spot), edges };
}

async function laid(elk, graph) {
  let failure;
  for (const way of WAYS[graph.right]) {
    try {
      return answered(await elk.layout(asked(graph, way)));
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function main() {
  const elk = new ELK();
  const answers = [];
  for (const graph of JSON.parse(readFileSync(0, "utf8"))) answers.push(await laid(elk, graph));
  process.stdout.write(JSON.stringify(answers));
}

main();
