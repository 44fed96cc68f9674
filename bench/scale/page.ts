import { quotasOf } from '../../local/states/throttling.ts';
import { type Comparison, isComparison, isMeasurement, type Measurement } from '../benchmark.ts';
import type { Run } from '../run.ts';
import { DESCRIBE_ALARMS_PER_SECOND } from './fleet.ts';

const GRANTED = ', granted for each deployment';
const REFUSED = ', refused for each deployment';

/** docs/scale.md with the tables of a run: ours beside its peers, how ours ended, and what of AWS's quotas it took. */
export function pageWith(page: string, run: Run): string {
  const [compared, measured, quotas] = tablesOf(run);
  const put = (text: string, name: string, table: string) =>
    text.replace(new RegExp(`(<!-- ${name} -->\n)(?:\\|.*\n)*`), (_, comment: string) => `${comment}${table}\n`);
  return put(put(put(page, 'compared', compared!), 'measured', measured!), 'quotas', quotas!);
}

function tablesOf({ findings }: Run): readonly string[] {
  const measurements = findings.filter(isMeasurement).filter(({ name }) => name !== 'wall time');
  const isCall = ({ name }: Measurement) => name.endsWith(GRANTED) || name.endsWith(REFUSED);
  const told = measurements.filter((one) => !isCall(one));
  return [
    comparedTable(findings.filter(isComparison)),
    [
      '| measured | |',
      '|---|---:|',
      ...told.map(({ name, value, unit }) => `| ${name} | ${shown(value)} ${unit}`.trimEnd().concat(' |')),
    ].join('\n'),
    [
      '| operation | granted for each deployment | refused | a second | 10,000 take at least |',
      '|---|---:|---:|---:|---:|',
      ...operationsOf(measurements)
        .sort((a, b) => b.hours - a.hours)
        .map(
          ({ name, granted, refused, perSecond, hours }) =>
            `| ${name} | ${shown(granted)} | ${shown(refused)} | ${perSecond} | ${shown(hours)} h |`,
        ),
    ].join('\n'),
  ];
}

function comparedTable(comparisons: readonly Comparison[]): string {
  const [{ peers }] = comparisons as [Comparison];
  const rows = comparisons.flatMap(({ name, unit, rows: compared }) =>
    compared.map((row) => {
      const values = [row.ours, ...row.peers].map((value) => (value === null ? '–' : shown(value)));
      return `| ${name}${unit === '' ? '' : `, ${unit}`} | ${row.name} | ${values.join(' | ')} |`;
    }),
  );
  return [
    `| | at once | ours | ${peers.join(' | ')} |`,
    `|---|---:|---:|${peers.map(() => '---:|').join('')}`,
    ...rows,
  ].join('\n');
}

function operationsOf(measurements: readonly Measurement[]) {
  const numberOf = (name: string) => measurements.find((one) => one.name === name)?.value ?? 0;
  return measurements.flatMap(({ name, value: granted }) => {
    if (!name.endsWith(GRANTED)) return [];
    const operation = name.slice(0, -GRANTED.length);
    const perSecond = refillOf(operation);
    if (perSecond === undefined) return [];
    const hours = (10_000 * granted) / perSecond / 3600;
    return [{ name: operation, granted, refused: numberOf(operation + REFUSED), perSecond, hours }];
  });
}

function refillOf(operation: string): number | undefined {
  return operation === 'DescribeAlarms' ? DESCRIBE_ALARMS_PER_SECOND : quotasOf('us-east-1')[operation]?.[1];
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}
