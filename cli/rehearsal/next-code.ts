import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OpenedTask } from '../../tasks/all-tasks.ts';
import type { TaskName } from '../../workflow/definition.ts';
import type { NextCode } from '../installed-deployer.ts';
import type { ModuleOfTask, Upgrade } from '../scenario/deployer.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import { named } from '../scenario/files.ts';

/** What the module of a Task exports: its function in the next version. `installed` does what that of the installed version does. */
type Handler = (event: unknown, installed: OpenedTask) => Promise<unknown>;

/**
 * The code of the deployer's next version: that of the installed one, where the scenario names no other module.
 * @throws ScenarioFault for a module that cannot be loaded, or exports no handler
 */
export async function nextCode({ code }: Upgrade, scenarioFile: string): Promise<NextCode> {
  const handlers = new Map<TaskName, Handler>();
  for (const module of code) handlers.set(module.task, await handlerOf(module, scenarioFile));
  return (task, installed) => {
    const handler = handlers.get(task);
    return handler ? async (event) => handler(event, installed) : installed;
  };
}

async function handlerOf({ file, path }: ModuleOfTask, scenarioFile: string): Promise<Handler> {
  const fault = (found: string) =>
    new ScenarioFault(
      `${named(scenarioFile)}: ${path}: found ${named(file)}, ${found}, expected a JavaScript module that exports a function handler(event, installed)`,
    );
  const { handler } = await load(file).catch((error: unknown) => {
    const { name, message } = error as Error;
    throw fault(`which cannot be loaded (${name}: ${message})`);
  });
  if (typeof handler !== 'function') throw fault('which exports no function of the name handler');
  return handler as Handler;
}

async function load(file: string): Promise<{ readonly handler?: unknown }> {
  return import(pathToFileURL(resolve(file)).href);
}
