import type { Machine, State } from '../../workflow/asl.ts';

/**
 * A state machine as a Mermaid state diagram: the roads that are taken when tasks succeed, Choices by the value that chooses. The roads of Catch are left out, for
 * there is one from nearly every state.
 */
export function machineDiagram(machine: Machine): string {
  const names = new Set(Object.values<State>(machine.States).flatMap(caughtBy));
  const lines = Object.entries<State>(machine.States).flatMap(([name, state]) => roadsFrom(name, state));
  const begins = [...names].filter((name) => !lines.some((line) => line.includes(`--> ${name}`)));
  return [
    'stateDiagram-v2',
    `  [*] --> ${machine.StartAt}`,
    ...begins.map((name) => `  failure --> ${name}`),
    ...lines,
  ].join('\n');
}

function roadsFrom(name: string, state: State): readonly string[] {
  switch (state.Type) {
    case 'Choice':
      return [
        ...state.Choices.map(({ StringEquals, Next }) => `  ${name} --> ${Next}: ${StringEquals}`),
        `  ${name} --> ${state.Default}: otherwise`,
      ];
    case 'Succeed':
    case 'Fail':
      return [`  ${name} --> [*]`];
    default:
      return state.Next ? [`  ${name} --> ${state.Next}`] : [];
  }
}

function caughtBy(state: State): readonly string[] {
  return 'Catch' in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
}
