import type { z } from 'zod';

/** What is looked at here of a scenario whose members are each well formed. */
interface Members {
  readonly stateMachine?: Machine | undefined;
  readonly stateMachines?: readonly Machine[] | undefined;
  readonly createAlias?: boolean | undefined;
  readonly after?: number | undefined;
  /** A list of phases has no `after` of its own. */
  readonly traffic: { readonly after?: number | undefined } | readonly unknown[];
  readonly alarms: readonly { readonly AlarmName: string }[];
}

interface Machine {
  readonly name: string;
  readonly createAlias?: boolean | undefined;
  /** It is the deployer itself. */
  readonly deployer?: unknown;
}

type Path = readonly (string | number)[];

/** Finds members that are well formed each, but do not go together: one would be silently without effect. */
export function refineScenario(scenario: Members, context: z.core.$RefinementCtx): void {
  const refuse = (path: Path, message: string) => context.addIssue({ code: 'custom', path: [...path], message });
  const { stateMachine, stateMachines, createAlias, after, traffic, alarms } = scenario;
  if (!stateMachine && !stateMachines) refuse(['stateMachine'], 'an object, or stateMachines, a list of them');
  if (stateMachine && stateMachines) refuse(['stateMachines'], 'either stateMachine or stateMachines, not both');
  if (differ(stateMachine?.createAlias, createAlias)) {
    refuse(['stateMachine', 'createAlias'], `${createAlias}, as createAlias of the scenario says`);
  }
  if (createAlias === false && (stateMachines ?? [stateMachine]).every((machine) => machine?.deployer !== undefined))
    refuse(['createAlias'], 'true: the deployer is installed with its alias');
  if ('after' in traffic && differ(traffic.after, after))
    refuse(['traffic', 'after'], `${after}, as after of the scenario says`);
  for (const index of repeated((stateMachines ?? []).map(({ name }) => name))) {
    refuse(['stateMachines', index, 'name'], 'a name that no other machine of the scenario has');
  }
  for (const index of repeated(alarms.map(({ AlarmName }) => AlarmName))) {
    refuse(['alarms', index, 'AlarmName'], 'a name that no other alarm has: the second would replace the first');
  }
}

function differ(one: unknown, other: unknown): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** Where a name stands that stood before. */
function repeated(names: readonly string[]): readonly number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}
