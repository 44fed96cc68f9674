import { inWords } from '../../report/duration.ts';
import { harmless, type Paint, painter } from '../../report/paint.ts';
import { targetName } from '../../workflow/arns.ts';
import { routesInWords } from '../../workflow/routes.ts';
import { outcomePainted } from './in-words.ts';
import type { Listed, ListedAlias, ListedDeployment } from './listed.ts';

/** The list for a person. */
export function listLines({ deployments, aliases }: Listed, { colour, now }: { colour: boolean; now: Date }): string {
  const paint = painter(colour);
  if (deployments.length === 0) return 'Nothing was deployed here yet: stepshift deploy --help\n';
  const width = Math.max(...aliases.map((alias) => targetName(alias).length), 0);
  return [
    paint.strong('Deployments'),
    ...deployments.flatMap((deployment) => deploymentLines(deployment, now, paint)),
    ...(aliases.length > 0 ? ['', paint.strong('Aliases')] : []),
    ...aliases.map((alias) => `  ${harmless(targetName(alias)).padEnd(width)}  ${aliasInWords(alias)}`),
    '',
  ].join('\n');
}

const LONGEST_OUTCOME = 'ValidationError'.length;

function deploymentLines(deployment: ListedDeployment, now: Date, paint: Paint): readonly string[] {
  const { executionArn, outcome, startedAt, endedAt, targets } = deployment;
  const seconds = ((endedAt === undefined ? now : new Date(endedAt)).getTime() - Date.parse(startedAt)) / 1000;
  const space = ' '.repeat(Math.max(0, LONGEST_OUTCOME - outcome.length));
  const what = targets.map(targetName).join(', ') || 'no target';
  const line = `${shortTime(startedAt)}  ${outcomePainted(outcome, paint)}${space}  ${harmless(what)}, ${inWords(Math.max(0, seconds))}`;
  return [`  ${line}`, `  ${paint.faint(executionArn)}`];
}

/** `2026-01-01 00:05 UTC` */
function shortTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function aliasInWords({ routes, deployment }: ListedAlias): string {
  const where = routes === null ? 'not there' : routesInWords(routes).replace(/^100 % on/, 'wholly on');
  return deployment === undefined ? where : `${where}, held by ${deployment.split(':').at(-1)}`;
}
