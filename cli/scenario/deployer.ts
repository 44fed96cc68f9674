import { z } from 'zod';
import { deployerDefinition, TASK_NAMES, type TaskName } from '../../workflow/definition.ts';
import { DEPLOYER_NAME } from '../../workflow/installation.ts';
import { FIRST_VERSION, functionArns, NEXT_VERSION } from '../deployer-functions.ts';
import { nearest } from '../nearest.ts';
import { ScenarioFault } from './fault.ts';
import { fileNamed, named } from './files.ts';
import { mergePatched } from './merge-patch.ts';
import { PLACE } from './place.ts';
import type { DefinitionFile } from './scenario.ts';

/** What the next version of the deployer has otherwise than the one that is installed. */
const upgradeSchema = z.strictObject({
  definition: z.record(z.string(), z.unknown()).default({}),
  functions: z.record(z.string(), z.string().min(1)).default({}),
});

/** The deployer as a machine of a scenario: what is installed is its stable version. */
export const deployerFields = {
  name: z.literal(DEPLOYER_NAME),
  deployer: upgradeSchema,
};

export type DeployerText = z.infer<z.ZodObject<typeof deployerFields>>;

/** An upgrade of the deployer: its functions are published as version 2. */
export interface Upgrade {
  /** What has other code than the installed version. */
  readonly code: readonly ModuleOfTask[];
}

/** A module that takes the place of a Task's function. */
export interface ModuleOfTask {
  readonly task: TaskName;
  readonly file: string;
  /** Where the scenario names it. */
  readonly path: string;
}

/**
 * Both versions of the deployer's definition, the next one over functions of its own, and the code of these.
 * @throws ScenarioFault for a Task that the deployer does not have, and for a file that is not there
 */
export function readUpgrade(
  scenarioFile: string,
  path: string,
  { deployer: { definition, functions } }: DeployerText,
): { readonly stable: DefinitionFile; readonly candidate: DefinitionFile; readonly upgrade: Upgrade } {
  const over = (version: number) => deployerDefinition(functionArns(version, PLACE));
  const at = `${named(scenarioFile)}: ${path}.deployer`;
  return {
    stable: { file: `${at}: the installed version`, text: JSON.stringify(over(FIRST_VERSION)) },
    candidate: { file: `${at}.definition`, text: JSON.stringify(mergePatched(over(NEXT_VERSION), definition)) },
    upgrade: {
      code: Object.entries(functions).map(([task, module]) => {
        if (!isTask(task)) throw noSuchTask(at, task);
        const modulePath = `${path}.deployer.functions.${task}`;
        const what = 'a module that exports a handler';
        return { task, path: modulePath, file: fileNamed(scenarioFile, { path: modulePath, what }, module) };
      }),
    },
  };
}

function isTask(name: string): name is TaskName {
  return (TASK_NAMES as readonly string[]).includes(name);
}

function noSuchTask(at: string, name: string): ScenarioFault {
  const near = nearest(name, TASK_NAMES);
  const found = `${JSON.stringify(name)}, which is no Task of the deployer`;
  return new ScenarioFault(
    `${at}.functions: found ${found}, expected ${near ? `one, such as ${near}` : `one of ${TASK_NAMES.join(', ')}`}`,
  );
}
