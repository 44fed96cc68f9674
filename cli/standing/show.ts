import { painter } from '../../report/paint.ts';
import { openAws } from '../aws.ts';
import { deployerOf } from '../aws-options.ts';
import type { Arguments } from '../command.ts';
import { deployerArn } from '../deployer-named.ts';
import { deploymentNamed, underWay } from '../deployment-named.ts';
import type { Screen } from '../screen.ts';
import { standingLines } from './in-words.ts';
import { listLines } from './list-lines.ts';
import { listed } from './listed.ts';
import { standingOf } from './standing.ts';

type Values = Arguments['values'];

/** Where the deployment that is named stands; without a name, each that is under way. */
export async function showStatus(named: string | undefined, { values }: Arguments, screen: Screen): Promise<void> {
  const aws = openAws(values, named);
  const wanted = named === undefined ? await underWay(aws) : [(await deploymentNamed(named, values)).executionArn];
  const standings = await Promise.all(wanted.map((executionArn) => standingOf(executionArn, aws)));
  if (values.json) return printJson(named === undefined ? standings : standings[0], screen);
  const paint = painter(screen.colour.print);
  const blocks = standings.map((one) => standingLines(one, aws.now(), paint, screen.columns).join('\n'));
  screen.print(blocks.length === 0 ? 'No deployment is under way.\n' : `${blocks.join('\n\n')}\n`);
}

/** The last deployments, and where each of their aliases stands. */
export async function showList(limit: number, values: Values, screen: Screen): Promise<void> {
  const aws = openAws(values, deployerOf(values));
  const found = await listed(await deployerArn(values, aws), limit, aws);
  if (values.json) return printJson(found, screen);
  screen.print(listLines(found, { colour: screen.colour.print, now: aws.now() }));
}

function printJson(value: unknown, screen: Screen): void {
  screen.print(`${JSON.stringify(value, null, 2)}\n`);
}
