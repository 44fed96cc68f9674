import type { Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { metricIdentity } from './metric-identity.ts';
import { evaluateExpression, seriesOf } from './metric-math/evaluate.ts';
import type { Expression } from './metric-math/expression.ts';
import type { MathWindow } from './metric-math/functions.ts';
import type { TimeSeries, TimeSeriesList, Value } from './metric-math/values.ts';
import { inExpression, type MetricQueries } from './metric-queries.ts';
import type { MetricStore } from './metric-store.ts';
import { startOfQuery } from './query-times.ts';
import { needsDistribution, parseStatistic, statisticValue } from './statistics.ts';
import { validationError } from './validation.ts';

export interface QueryWindow {
  readonly start: EpochMillis;
  /** Exclusive. */
  readonly end: EpochMillis;
  readonly now: EpochMillis;
}

export interface QueryResult {
  readonly value: TimeSeries | TimeSeriesList;
  /** What was found, where a metric that was asked for without a unit has several. Only the first was read. */
  readonly units: readonly string[];
}

/** One pass over a list of queries: each metric is read, and each expression evaluated, once and only if it is needed. */
export class QueryRun {
  readonly #queries: MetricQueries;
  readonly #store: MetricStore;
  readonly #window: QueryWindow;
  readonly #results = new Map<string, QueryResult>();

  constructor(queries: MetricQueries, store: MetricStore, window: QueryWindow) {
    this.#queries = queries;
    this.#store = store;
    this.#window = window;
  }

  result(id: string): QueryResult {
    const known = this.#results.get(id);
    if (known) return known;
    const wire = this.#queries.wires.find(({ Id }) => Id === id);
    const expression = this.#queries.expressions.get(id);
    const result = expression ? this.#calculate(wire, expression) : this.#read(wire);
    this.#results.set(id, result);
    return result;
  }

  #calculate(wire: Wire, expression: Expression): QueryResult {
    const value = inExpression(wire.Id, () =>
      evaluateExpression(expression, (id) => this.#valueOf(id), this.#mathWindow(wire)),
    );
    if (value.kind === 'series' || value.kind === 'list') return { value, units: [] };
    throw validationError(`Error in expression '${wire.Id}': it must come to a time series, not to a ${value.kind}`);
  }

  #valueOf(id: string): Value | undefined {
    return this.#queries.wires.some(({ Id }) => Id === id) ? this.result(id).value : undefined;
  }

  #mathWindow(wire: Wire): MathWindow {
    const metrics = this.#queries.wires.filter(({ MetricStat }) => MetricStat);
    const longest = Math.max(60, ...metrics.map(({ MetricStat }) => MetricStat.Period));
    return {
      periodSeconds: wire.Period ?? (metrics.length > 0 ? longest : 60),
      timeline: (periodSeconds) => this.#timeline(periodSeconds),
      metrics: (text) =>
        metrics.filter(({ Id }) => Id.includes(text)).flatMap(({ Id }) => seriesOf(this.result(Id).value)),
    };
  }

  /** The future is not filled. */
  #timeline(periodSeconds: number): EpochMillis[] {
    const { start, end, now } = this.#window;
    const times: EpochMillis[] = [];
    const first = startOfQuery(start, periodSeconds, now);
    for (let at = first; at < end && at <= now; at += periodSeconds * 1000) times.push(at);
    return times;
  }

  #read({ MetricStat }: Wire): QueryResult {
    const { start, end, now } = this.#window;
    const statistic = parseStatistic(MetricStat.Stat)!;
    const found = this.#store.read({
      metric: metricIdentity(MetricStat.Metric),
      unit: MetricStat.Unit,
      start: startOfQuery(start, MetricStat.Period, now),
      end,
      periodSeconds: MetricStat.Period,
      distribution: needsDistribution(statistic),
    });
    const points = (found[0]?.points ?? [])
      .map(({ timestamp, bucket }) => [timestamp, statisticValue(statistic, bucket)] as const)
      .filter((point): point is [EpochMillis, number] => point[1] !== undefined);
    const value: TimeSeries = { kind: 'series', points: new Map(points), periodSeconds: MetricStat.Period };
    return { value, units: found.map(({ unit }) => unit) };
  }
}
