import { painter } from '../../report/paint.ts';
import { wrapped } from '../../report/terminal.ts';
import { openAws } from '../aws.ts';
import { deployerOf } from '../aws-options.ts';
import type { Arguments } from '../command.ts';
import { deployerArn, NotInstalled } from '../deployer-named.ts';
import { checked, type RequestText } from '../deploying/wanted.ts';
import { targetNamed } from '../machines.ts';
import { readRequest } from '../read-request.ts';
import type { Screen } from '../screen.ts';
import { checkDeployer } from './deployer.ts';
import type { Finding } from './finding.ts';
import { checkRequest } from './target.ts';

/** Looks at the deployer, and at what is to be deployed, if that is named. Answers whether nothing stands in the way. */
export async function examine(
  named: string | undefined,
  values: Arguments['values'],
  screen: Screen,
): Promise<boolean> {
  const findings = await findingsOf(named, values);
  screen.print(values.json ? `${JSON.stringify({ findings }, null, 2)}\n` : inWords(findings, screen));
  return findings.every(({ kind }) => kind !== 'bad');
}

async function findingsOf(named: string | undefined, values: Arguments['values']): Promise<readonly Finding[]> {
  if (named === undefined) {
    const aws = openAws(values, deployerOf(values));
    try {
      return await checkDeployer(await deployerArn(values, aws), values, aws);
    } catch (error) {
      if (error instanceof NotInstalled) return [{ kind: 'bad', text: error.message }];
      throw error;
    }
  }
  const name = named.endsWith('.json') ? `${named}: request` : 'request';
  const request = checked(await requestNamed(named, values), name);
  const near = request.targets[0]!.stateMachineArn;
  const aws = openAws(values, near);
  const deployer = await deployerArn(values, aws, near);
  return [...(await checkDeployer(deployer, values, aws)), ...(await checkRequest(request, aws))];
}

async function requestNamed(named: string, values: Arguments['values']): Promise<RequestText> {
  if (named.endsWith('.json')) return (await readRequest(named)) as RequestText;
  return { ...(await targetNamed(named, openAws(values, named))) };
}

const MARKS = { good: '✔', warning: '!', bad: '✘', untried: '·' } as const;
const COLOURS = { good: 'good', warning: 'unsure', bad: 'bad', untried: 'faint' } as const;

function inWords(findings: readonly Finding[], screen: Screen): string {
  const paint = painter(screen.colour.print);
  return findings
    .flatMap(({ kind, text }) =>
      wrapped(text, screen.columns, '  ').map((line, i) =>
        i === 0 ? `${paint[COLOURS[kind]](MARKS[kind])}${line.slice(1)}` : line,
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}
