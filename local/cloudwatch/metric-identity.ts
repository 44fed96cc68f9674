import type { Wire } from '../aws-json.ts';
import type { Dimension } from './metric-datum.ts';

/** What makes a metric the metric it is: every other set of dimensions is another metric. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
}

/** The same text for the same metric, whatever the order of its dimensions. */
export function metricKey({ namespace, metricName, dimensions }: MetricIdentity): string {
  return `${namespace}\n${metricName}\n${dimensionsKey(dimensions)}`;
}

/** Services report under the same few lists of dimensions again and again. */
const keys = new WeakMap<readonly Dimension[], string>();

function dimensionsKey(dimensions: readonly Dimension[]): string {
  const known = keys.get(dimensions);
  if (known !== undefined) return known;
  const key = JSON.stringify(sortedDimensions(dimensions).map(({ Name, Value }) => [Name, Value]));
  keys.set(dimensions, key);
  return key;
}

export function sortedDimensions(dimensions: readonly Dimension[]): Dimension[] {
  return [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : a.Name > b.Name ? 1 : 0));
}

/** From a wire shape with `Namespace`, `MetricName` and `Dimensions`. */
export function metricIdentity(wire: Wire): MetricIdentity {
  return { namespace: wire.Namespace, metricName: wire.MetricName, dimensions: wire.Dimensions ?? [] };
}
