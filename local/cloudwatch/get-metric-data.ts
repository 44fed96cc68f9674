import { epochSeconds, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { seriesOf } from './metric-math/evaluate.ts';
import type { TimeSeries } from './metric-math/values.ts';
import { checkedQueries } from './metric-queries.ts';
import type { MetricStore } from './metric-store.ts';
import { offsetOf, tokenFor } from './paging.ts';
import { defaultLabels } from './query-labels.ts';
import { QueryRun } from './query-run.ts';
import { epochMillis } from './query-times.ts';
import { Constraints, unsupported, validationError } from './validation.ts';

const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;

/** One series of the answer, before it is cut into pages. */
interface Answer {
  readonly id: string;
  readonly series: TimeSeries;
  readonly label: string;
  readonly units: readonly string[];
}

/** GetMetricData: metrics and metric math over them, newest first unless `ScanBy` says otherwise, in pages of `MaxDatapoints`. */
export function getMetricData(input: Wire, store: MetricStore, now: EpochMillis): Wire {
  checkInput(input);
  const queries = checkedQueries(input.MetricDataQueries, 'MetricDataQueries');
  const labels = defaultLabels(queries.wires);
  const window = { start: epochMillis(input.StartTime), end: epochMillis(input.EndTime), now };
  const run = new QueryRun(queries, store, window);
  const answers = queries.wires
    .filter(({ ReturnData = true }) => ReturnData)
    .flatMap(({ Id, Label }): Answer[] => {
      const { value, units } = run.result(Id);
      return seriesOf(value).map((series) => ({ id: Id, series, label: Label ?? labels.get(Id) ?? Id, units }));
    });
  return pageOfAnswers(answers, input, queries.expressions.size > 0);
}

function checkInput(input: Wire): void {
  new Constraints()
    .required('metricDataQueries', input.MetricDataQueries)
    .required('startTime', input.StartTime)
    .required('endTime', input.EndTime)
    .oneOf('scanBy', input.ScanBy, ['TimestampDescending', 'TimestampAscending'])
    .between('maxDatapoints', input.MaxDatapoints, 1, MOST_DATAPOINTS)
    .check();
  if (input.LabelOptions !== undefined) throw unsupported('LabelOptions of GetMetricData');
  if (input.MetricDataQueries.length > MOST_QUERIES) {
    throw validationError(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  if (input.StartTime >= input.EndTime) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  }
}

/**
 * Each page takes the same number of data points from every series. Where expressions are in play there is no next page, as AWS documents it:
 * what does not fit is left out, and its status says so.
 */
function pageOfAnswers(answers: readonly Answer[], input: Wire, math: boolean): Wire {
  const limit = input.MaxDatapoints ?? MOST_DATAPOINTS;
  const each = Math.max(1, Math.floor(limit / Math.max(1, answers.length)));
  const start = offsetOf(input);
  const end = start + each;
  const partial = answers.some(({ series }) => series.points.size > end);
  return {
    MetricDataResults: answers.map((answer) => resultWire(answer, input, start, end)),
    Messages: [],
    ...(partial && !math && { NextToken: tokenFor(input, end) }),
  };
}

function resultWire({ id, series, label, units }: Answer, { ScanBy }: Wire, start: number, end: number): Wire {
  const points = [...series.points];
  if (ScanBy !== 'TimestampAscending') points.reverse();
  const page = points.slice(start, end);
  return {
    Id: id,
    Label: label,
    Timestamps: page.map(([at]) => epochSeconds(at)),
    Values: page.map(([, value]) => value),
    StatusCode: points.length > end ? 'PartialData' : 'Complete',
    ...(units.length > 1 && { Messages: [severalUnits(units)] }),
  };
}

function severalUnits(units: readonly string[]): Wire {
  const Value = `Multiple units returned: '[${units.join(', ')}]'. Only the data in ${units[0]} is shown.`;
  return { Code: 'MultipleUnits', Value };
}
