import * as dagre from '@dagrejs/dagre';
import { clip } from '../../workflow/cause.ts';
import { clockTime } from '../duration.ts';
import type { MachineMap, MapNode, Road } from '../machine-map.ts';
import { html, type Markup } from './markup.ts';

/** The machine as a graph: what was entered is drawn out, with how often, how long and how many retries; the way taken is thick. */
export function machineGraph(map: MachineMap, name: 'wide' | 'narrow', title: string): Markup {
  const graph = laidOut(map, name);
  const { width, height } = graph.graph();
  const roads = [...map.roads].sort((a, b) => a.taken - b.taken);
  const size = { width: Math.ceil(width ?? 0), height: Math.ceil(height ?? 0) };
  return html`<svg class="graph" role="img" aria-label="${title}" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" xmlns="http://www.w3.org/2000/svg">${roads.map((road) => drawnRoad(road, graph.edge(road.from, road.to, roadName(road))))}${map.nodes.map((node) => drawnNode(node, graph.node(node.name)))}</svg>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface Bent extends Point {
  readonly points: readonly Point[];
}

const LINE = 16;
const PADDING = 9;
/** As wide as in the widest of the usual fonts. */
const CHARACTER = 8.2;
const SMALL_CHARACTER = 6.6;

function laidOut({ nodes, roads }: MachineMap, name: 'wide' | 'narrow') {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  const gap = name === 'wide' ? 34 : 20;
  graph.setGraph({ rankdir: 'TB', nodesep: gap, edgesep: 16, ranksep: 30, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.name, sizeOf(node));
  for (const road of roads) {
    const text = roadText(road);
    const size = text === '' ? {} : { width: text.length * SMALL_CHARACTER + 6, height: 14, labelpos: 'c' };
    // What was taken is kept straight.
    graph.setEdge(road.from, road.to, { ...size, weight: road.taken > 0 ? 6 : 1 }, roadName(road));
  }
  dagre.layout(graph);
  return graph as unknown as {
    graph(): { width?: number; height?: number };
    node(name: string): Box;
    edge(from: string, to: string, name: string): Bent;
  };
}

/** A state may lead to another one in several ways. */
function roadName({ label }: Road): string {
  return label === '' ? 'next' : label;
}

function sizeOf({ name, type, visits, inner }: MapNode): { width: number; height: number } {
  const lines = [shown(name), visits ? visitsText(visits) : '', ...inner.flatMap((one) => [one.name, innerText(one)])];
  const widest = Math.max(...lines.map((line, i) => line.length * (i === 0 ? CHARACTER : SMALL_CHARACTER)));
  const round = type === 'Choice' ? 14 : 0;
  return {
    width: Math.ceil(widest) + 2 * PADDING + round + (inner.length > 0 ? 12 : 0),
    height: 2 * PADDING + LINE * (visits ? 2 : 1) + innerHeight(inner),
  };
}

/** A name that this version does not know may be of any length, and of any letters: it is fitted into its box. */
const LONG = 28;

function shown(name: string): string {
  return clip(name, 40);
}

function innerHeight(inner: MapNode['inner']): number {
  return inner.reduce((sum, { visits }) => sum + 6 + 8 + LINE * (visits ? 2 : 1), 0);
}

function innerText({ visits }: MapNode['inner'][number]): string {
  return visits ? visitsText(visits) : '';
}

/** `13× · 2:10 · 1 retry`; what took less than ten seconds is told in tenths. */
function visitsText({ visits, seconds, retries }: NonNullable<MapNode['visits']>): string {
  const again = retries === 0 ? '' : ` · ${retries} ${retries === 1 ? 'retry' : 'retries'}`;
  const time = seconds < 10 ? `${Number(seconds.toFixed(1))} s` : clockTime(seconds);
  return `${visits}× · ${time}${again}`;
}

function drawnNode(node: MapNode, { x, y, width, height }: Box): Markup {
  const { name, type, visits, inner, comment } = node;
  const top = y - height / 2;
  const kind = `${visits ? 'entered' : 'passed-by'} ${type.toLowerCase()} ${endKind(node)}`;
  const radius = type === 'Succeed' || type === 'Fail' || type === 'Choice' ? Math.min(20, height / 2) : 6;
  let innerTop = top + PADDING + LINE * (visits ? 2 : 1) + 4;
  const boxes = inner.map((one) => {
    const box = { x: x - width / 2 + 8, y: innerTop, width: width - 16, height: 8 + LINE * (one.visits ? 2 : 1) };
    innerTop += box.height + 6;
    return html`<g class="${one.visits ? 'entered' : 'passed-by'}"><rect class="inner" x="${short(box.x)}" y="${short(box.y)}" width="${box.width}" height="${box.height}" rx="4"/>${text(x, box.y + 4, one.name, 'task')}${one.visits && text(x, box.y + 4 + LINE, visitsText(one.visits), 'visits')}</g>`;
  });
  return html`<g class="${kind}"><title>${comment}</title><rect x="${short(x - width / 2)}" y="${short(top)}" width="${width}" height="${height}" rx="${radius}"/>${text(x, top + PADDING, shown(name), 'name', shown(name).length > LONG ? width - 2 * PADDING : undefined)}${visits && text(x, top + PADDING + LINE, visitsText(visits), 'visits')}${boxes}</g>`;
}

function endKind({ name, type }: MapNode): string {
  if (type !== 'Fail') return '';
  return name === 'RolledBack' ? 'back' : 'bad';
}

function text(x: number, top: number, content: string, kind: string, fitted?: number): Markup {
  const fit = fitted !== undefined && html` textLength="${short(fitted)}" lengthAdjust="spacingAndGlyphs"`;
  return html`<text class="${kind}" x="${short(x)}" y="${short(top + 12)}" text-anchor="middle"${fit}>${content}</text>`;
}

function roadText({ label, taken }: Road): string {
  const times = taken > 1 ? `${taken}×` : '';
  return [label, times].filter((part) => part !== '').join(' ');
}

function drawnRoad(road: Road, { points, x, y }: Bent): Markup {
  const kind = `${road.taken > 0 ? 'taken' : 'not-taken'}${road.isCatch ? ' catch' : ''}`;
  const label = roadText(road);
  return html`<g class="road ${kind}"><path d="${curve(points)}"/><path class="head" d="${arrowHead(points)}"/>${label !== '' && html`<text class="label" x="${short(x)}" y="${short(y + 4)}" text-anchor="middle">${label}</text>`}</g>`;
}

/** Through the middles of the bends, so that no corner is sharp. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1)!;
  const bends = rest.slice(0, -1);
  const parts = bends.map((bend, i) => {
    const next = bends[i + 1];
    const to = next ? { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 } : last;
    return `Q${at(bend)} ${at(to)}`;
  });
  return `M${at(first!)} ${parts.length > 0 ? parts.join(' ') : `L${at(last)}`}`;
}

function arrowHead(points: readonly Point[]): string {
  const tip = points.at(-1)!;
  const before = points.at(-2)!;
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const corner = (turn: number): Point => ({
    x: tip.x - 7 * Math.cos(angle + turn),
    y: tip.y - 7 * Math.sin(angle + turn),
  });
  return `M${at(tip)}L${at(corner(0.45))}L${at(corner(-0.45))}Z`;
}

function at({ x, y }: Point): string {
  return `${short(x)},${short(y)}`;
}

function short(length: number): number {
  return Number(length.toFixed(1));
}
