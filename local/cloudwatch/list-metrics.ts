import type { Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import type { Dimension } from './metric-datum.ts';
import { type MetricIdentity, sortedDimensions } from './metric-identity.ts';
import type { MetricStore } from './metric-store.ts';
import { pageOf } from './paging.ts';
import { Constraints, unsupported } from './validation.ts';

const TWO_WEEKS = 14 * 24 * 3_600_000;
const THREE_HOURS = 3 * 3_600_000;
const PAGE = 500;

/** ListMetrics: metrics that were given data in the past two weeks. A filter without a value asks only for the dimension's name. */
export function listMetrics(input: Wire, store: MetricStore, now: EpochMillis): Wire {
  if (input.IncludeLinkedAccounts || input.OwningAccount) throw unsupported('metrics of linked accounts');
  new Constraints().oneOf('recentlyActive', input.RecentlyActive, ['PT3H']).check();
  const since = now - (input.RecentlyActive ? THREE_HOURS : TWO_WEEKS);
  const found = store.metrics(since).filter((metric) => matches(metric, input));
  const { items, nextToken } = pageOf(found, PAGE, input);
  return { Metrics: items.map(metricWire), ...(nextToken && { NextToken: nextToken }) };
}

function matches(metric: MetricIdentity, { Namespace, MetricName, Dimensions = [] }: Wire): boolean {
  if (Namespace !== undefined && metric.namespace !== Namespace) return false;
  if (MetricName !== undefined && metric.metricName !== MetricName) return false;
  return Dimensions.every((wanted: Partial<Dimension>) =>
    metric.dimensions.some(
      ({ Name, Value }) => Name === wanted.Name && (wanted.Value === undefined || Value === wanted.Value),
    ),
  );
}

function metricWire({ namespace, metricName, dimensions }: MetricIdentity): Wire {
  return { Namespace: namespace, MetricName: metricName, Dimensions: sortedDimensions(dimensions) };
}
