import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder with these files; objects are written as JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

export const PASSING_MACHINE = { StartAt: 'Only', States: { Only: { Type: 'Pass', End: true } } };

/** A scenario that is complete and small. */
export const SMALL_SCENARIO = {
  stateMachine: { name: 'Small', stable: 'stable.asl.json', candidate: 'candidate.asl.json' },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of scenarios
  request: { stateMachineArn: '${stateMachineArn}', alias: 'live', strategy: 'AllAtOnce' },
};

/** The files of a scenario folder, with parts of scenario.json replaced. */
export function scenarioFiles(changes: object = {}, candidate: unknown = { ...PASSING_MACHINE, Comment: 'new' }) {
  return {
    'scenario.json': { ...SMALL_SCENARIO, ...changes },
    'stable.asl.json': PASSING_MACHINE,
    'candidate.asl.json': candidate,
  };
}
