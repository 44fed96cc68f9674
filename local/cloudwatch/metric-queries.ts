import type { Wire } from '../aws-json.ts';
import { callsOf, type Expression, referencesOf } from './metric-math/expression.ts';
import { FUNCTIONS } from './metric-math/functions.ts';
import { MetricMathError, parseExpression } from './metric-math/parse.ts';
import { isPeriod } from './query-times.ts';
import { parseStatistic } from './statistics.ts';
import { UNITS } from './units.ts';
import { Constraints, unsupported, validationError } from './validation.ts';

/** A list of MetricDataQuery, checked: each is a metric, or an expression over the others. */
export interface MetricQueries {
  readonly wires: readonly Wire[];
  readonly expressions: ReadonlyMap<string, Expression>;
}

/** Words of metric math that look like references. */
const WORDS = ['REPEAT', 'LINEAR'];

/**
 * Checks the queries that a request holds at `path`.
 * @throws AwsError ValidationException, or UnsupportedByLocalAws naming the function or feature
 */
export function checkedQueries(wires: readonly Wire[], path: string): MetricQueries {
  wires.forEach((wire, index) => {
    checkQuery(wire, `${path}.member.${index + 1}`);
  });
  if (new Set(wires.map(({ Id }) => Id)).size < wires.length) {
    throw validationError(`The values for parameter id in ${path} are not unique.`);
  }
  const math = wires.filter(({ Expression }) => Expression !== undefined);
  const queries = { wires, expressions: new Map<string, Expression>(math.map((wire) => [wire.Id, parsed(wire)])) };
  for (const id of queries.expressions.keys()) checkReferences(id, queries, []);
  return queries;
}

/** Runs `work`, and says of which expression it was when metric math fails. */
export function inExpression<T>(id: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MetricMathError)) throw error;
    throw validationError(`Error in expression '${id}': ${error.message}`);
  }
}

function checkQuery(wire: Wire, path: string): void {
  const { Id, Expression, MetricStat, Label, AccountId } = wire;
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id ?? '')) {
    const pattern = '^[a-z][a-zA-Z0-9_]*$';
    throw validationError(`The value ${Id} for parameter ${path}.Id is not matching the expected pattern ${pattern}.`);
  }
  if (AccountId !== undefined) throw unsupported('metrics of other accounts (AccountId)');
  if (Label?.includes('${')) throw unsupported('dynamic labels');
  if (Expression !== undefined && MetricStat !== undefined) {
    const both = `${path}.Expression and ${path}.MetricStat`;
    throw validationError(`The parameters ${both} are mutually exclusive and you have specified both.`);
  }
  if (Expression === undefined && MetricStat === undefined) {
    throw validationError(
      `At least one of the parameters ${path}.Expression and ${path}.MetricStat must be specified.`,
    );
  }
  if (MetricStat !== undefined) checkMetricStat(MetricStat, `${path}.MetricStat`);
}

function checkMetricStat({ Metric, Period, Stat, Unit }: Wire, path: string): void {
  new Constraints()
    .required(`${path}.metric`, Metric)
    .required(`${path}.period`, Period)
    .required(`${path}.stat`, Stat)
    .oneOf(`${path}.unit`, Unit, UNITS)
    .check();
  for (const name of ['Namespace', 'MetricName']) {
    if (Metric[name] === undefined) throw validationError(`The parameter ${path}.Metric.${name} is required.`);
  }
  if (!parseStatistic(Stat)) throw validationError(`The value ${Stat} for parameter ${path}.Stat is not supported.`);
  if (!isPeriod(Period)) throw validationError(`The value ${Period} for parameter ${path}.Period is not supported.`);
}

function parsed({ Id, Expression }: Wire): Expression {
  if (/^\s*SELECT\b/i.test(Expression)) throw unsupported(`Metrics Insights queries (expression '${Id}')`);
  const expression = inExpression(Id, () => parseExpression(Expression));
  const missing = callsOf(expression).find((name) => !Object.hasOwn(FUNCTIONS, name));
  if (missing) throw unsupported(`the metric math function ${missing} (expression '${Id}')`);
  return expression;
}

function checkReferences(id: string, queries: MetricQueries, path: readonly string[]): void {
  if (path.includes(id)) throw validationError(`Error in expression '${id}': it refers to itself`);
  const expression = queries.expressions.get(id);
  for (const reference of expression ? referencesOf(expression) : []) {
    if (queries.wires.some((wire) => wire.Id === reference)) checkReferences(reference, queries, [...path, id]);
    else if (!WORDS.includes(reference.toUpperCase())) {
      throw validationError(`Error in expression '${id}': unknown identifier ${reference}`);
    }
  }
}
