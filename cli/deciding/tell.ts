import { recordDecision } from '../../tasks/decisions.ts';
import type { Decision } from '../../workflow/decisions.ts';
import type { DeploymentDocument } from '../../workflow/document.ts';
import type { Aws } from '../aws.ts';
import { personOf } from '../aws-options.ts';
import type { Arguments } from '../command.ts';
import { deploymentNamed } from '../deployment-named.ts';
import type { Screen } from '../screen.ts';
import { latestDocument } from '../watching/latest-document.ts';

/** Tells the deployment that is named. */
export async function decide(
  kind: Decision['decision'],
  named: string,
  given: Arguments,
  screen: Screen,
): Promise<void> {
  const { executionArn, aws } = await deploymentNamed(named, given.values);
  await tellDecision(kind, executionArn, aws, given, screen);
}

/**
 * Writes a decision down for the deployment, and says when it will be heard.
 * @throws ValidationError when no such deployment is under way
 */
export async function tellDecision(
  kind: Decision['decision'],
  executionArn: string,
  aws: Aws,
  { values }: Pick<Arguments, 'values'>,
  screen: Screen,
): Promise<void> {
  const document = await latestDocument(executionArn, aws);
  const decision: Decision = {
    decision: kind,
    actor: personOf(values),
    ...(values.reason === undefined ? {} : { reason: String(values.reason) }),
    at: decidedAt(kind, document, aws).toISOString(),
  };
  await again(() => recordDecision(executionArn, decision, aws.ports));
  screen.print(
    values.json
      ? `${JSON.stringify({ executionArn, decision }, null, 2)}\n`
      : `Told ${executionArn}: ${kind}. ${heardIn(document)}\n`,
  );
}

/** An approval is of the step that was seen, which began by a clock that is finer than what AWS tells of its own. */
function decidedAt(kind: Decision['decision'], document: DeploymentDocument | undefined, aws: Aws): Date {
  const now = aws.now();
  const began = kind === 'approve' && document?.health ? Date.parse(document.health.bakeStartedAt) : 0;
  return new Date(Math.max(now.getTime(), began));
}

function heardIn(document: DeploymentDocument | undefined): string {
  const seconds = document?.health?.waitSeconds;
  return seconds === undefined
    ? 'It is heard at the first look at the evidence.'
    : `It is heard at the next look at the evidence, within ${Math.max(1, Math.ceil(seconds))} seconds.`;
}

const TRIES = 5;

/** The deployment's entry may have been changed between reading and writing. */
async function again(record: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await record();
    } catch (error) {
      if ((error as Error).name !== 'TryAgain' || tried === TRIES) throw error;
    }
  }
}
