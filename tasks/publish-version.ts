import type { Target } from '../workflow/document.ts';
import { ReadAgain, ValidationError } from '../workflow/errors.ts';
import type { DeploymentRequest } from '../workflow/request.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly target: Target;
  readonly request: DeploymentRequest;
  readonly startedAt: string;
  readonly now: string;
}

/** A machine that is updated again and again would be read again and again: at some point its author must be told. */
const PATIENCE_SECONDS = 600;

/** Finds the version to deploy: publishes the inspected revision, unless the request names a version or wants the newest one. */
export const handler = taskHandler(
  'PublishVersion',
  async (input: Input, { stateMachines, ledger }: Pick<Ports, 'stateMachines' | 'ledger'>): Promise<Candidate> => {
    const versionArn = await findVersion(input, stateMachines);
    const shown = (await ledger.versions.read(input.target.stateMachineArn)).find(
      (one) => one.versionArn === versionArn,
    );
    return { versionArn, ...(shown?.standing === 'bad' ? { provedBadBy: shown.deployment } : {}) };
  },
);

type Candidate = NonNullable<Target['candidate']>;

async function findVersion(input: Input, stateMachines: Ports['stateMachines']): Promise<string> {
  const { target, request } = input;
  if (target.requestedVersionArn !== undefined) return target.requestedVersionArn;
  if (!request.publish) return newest(target, stateMachines);
  const published = await stateMachines.publish(target.stateMachineArn, target.revisionId, description(request));
  switch (published.kind) {
    case 'published':
      return published.versionArn;
    case 'gone':
      throw new ValidationError({
        reason: 'StateMachineMissing',
        summary: `${target.stateMachineArn} was deleted while this deployment began (${published.message}). Create it anew, or leave it out of the request.`,
      });
    case 'full':
      throw new ValidationError({
        reason: 'TooManyVersions',
        summary: `${target.stateMachineArn} cannot have another version (${published.message}). Delete some that nobody needs (aws stepfunctions delete-state-machine-version), and start again with keepVersions, which does that after each success.`,
      });
    case 'moved':
      throw moved(input, published.message);
  }
}

async function newest({ stateMachineArn }: Target, stateMachines: Ports['stateMachines']): Promise<string> {
  const versionArn = await stateMachines.newestVersion(stateMachineArn);
  if (versionArn !== undefined) return versionArn;
  throw new ValidationError({
    reason: 'VersionMissing',
    summary: `The request says publish: false, but ${stateMachineArn} has no published version. Leave publish out to publish its current revision.`,
  });
}

function moved({ target, startedAt, now }: Input, message: string): ValidationError | ReadAgain {
  if (target.revisionPinned)
    return new ValidationError({
      reason: 'RevisionMismatch',
      summary: `The request pins revision ${target.revisionId} of ${target.stateMachineArn}, which is not the current one any more (${message}). Start again with the current one, or without revisionId.`,
    });
  if (Date.parse(now) - Date.parse(startedAt) > PATIENCE_SECONDS * 1000) {
    return new ValidationError({
      reason: 'RevisionKeepsMoving',
      summary: `${target.stateMachineArn} was updated again each time its revision was to be published, for ${PATIENCE_SECONDS} seconds. Pin the revision to deploy by revisionId.`,
    });
  }
  return new ReadAgain({ reason: 'RevisionMoved', summary: message });
}

/** Versions carry at most 256 characters of description, and whichever publish came first has written it. */
function description({ reason }: DeploymentRequest): string {
  return `published by Stepshift${reason === undefined ? '' : `: ${reason}`}`.slice(0, 256);
}
