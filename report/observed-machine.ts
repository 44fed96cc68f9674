import { versionNumber } from '../workflow/arns.ts';
import type { Target } from '../workflow/document.ts';
import { harmless, type Paint } from './paint.ts';

/** How many executions a version had while the deployment ran. */
export interface ExecutionCounts {
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** What is seen of one machine beside the record, where a deployment was rehearsed. */
export interface ObservedMachine {
  readonly name: string;
  readonly stateMachineArn: string;
  /** Where the alias stood in the end, in whole percents; empty where there is none. */
  readonly alias: readonly { readonly version: number; readonly weight: number }[];
  readonly executions: { readonly stable: ExecutionCounts; readonly candidate: ExecutionCounts };
}

/** A table of the executions of each version, lines without an end; none where nothing was started. */
export function executionsTable(
  machines: readonly ObservedMachine[],
  targets: readonly Target[],
  paint: Paint,
): readonly string[] {
  const busy = machines.filter(({ executions }) => executions.stable.started + executions.candidate.started > 0);
  if (busy.length === 0) return [];
  const head =
    paint.strong('Executions'.padEnd(NAMES)) + paint.faint(['started', 'succeeded', 'failed'].map(cell).join(''));
  return [head, ...busy.flatMap((machine) => rows(machine, machines.length > 1, targets, paint))];
}

function rows(
  { name, stateMachineArn, executions }: ObservedMachine,
  several: boolean,
  targets: readonly Target[],
  paint: Paint,
): readonly string[] {
  const { found, candidate } = targets.find((target) => target.stateMachineArn === stateMachineArn) ?? {};
  const stable = found?.kind === 'whole' ? found.versionArn : undefined;
  return [
    ...(several ? [harmless(name)] : []),
    row(`  stable${versionText(stable)}`, executions.stable, paint),
    row(`  candidate${versionText(candidate?.versionArn)}`, executions.candidate, paint),
  ];
}

/** Columns for a row's name, and for each number. */
const NAMES = 26;

function cell(value: string | number): string {
  return String(value).padStart(11);
}

function row(name: string, { started, succeeded, failed }: ExecutionCounts, paint: Paint): string {
  const failures = failed > 0 ? paint.bad(`${cell(failed)}${share(failed, started)}`) : cell(failed);
  return `${name.padEnd(NAMES)}${cell(started)}${cell(succeeded)}${failures}`;
}

function versionText(versionArn: string | undefined): string {
  return versionArn === undefined ? '' : `, version ${versionNumber(versionArn)}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `  ${Math.round((100 * part) / whole)} %`;
}

/** Where each alias stood in the end, a line each. */
export function aliasLines(machines: readonly ObservedMachine[], paint: Paint): readonly string[] {
  const [only] = machines;
  if (machines.length === 1) return [`${paint.strong('Alias')}  ${routing(only!)}`];
  return [paint.strong('Aliases'), ...machines.map((machine) => `  ${harmless(machine.name)}: ${routing(machine)}`)];
}

function routing({ alias }: ObservedMachine): string {
  const routes = alias.map(({ version, weight }) =>
    weight === 100 ? `wholly on version ${version}` : `${weight} % on version ${version}`,
  );
  return routes.length > 0 ? routes.join(', ') : 'there is none';
}
