import { createHash } from 'node:crypto';
import { targetName } from '../../workflow/arns.ts';
import type { DeploymentRequest } from '../../workflow/request.ts';
import type { RequestText } from './wanted.ts';

/** What a deployment is started for: the same thing asked for again is the same deployment. */
export interface Asked {
  readonly request: RequestText;
  /** What is deployed of each target for which the request names no version, in the order of the targets. */
  readonly revisions: readonly string[];
  /** The pipeline's run, where there is one. */
  readonly run: string | undefined;
  readonly attempt: number;
}

/** AWS takes at most so many characters. */
const LONGEST = 80;
const HASH = 16;

/**
 * The name of the deployer's execution. AWS starts a name once: a pipeline's step that is retried finds the deployment that it had started. Who has asked, and why, makes
 * no other deployment of it.
 */
export function executionName(targets: DeploymentRequest['targets'], asked: Asked): string {
  const request = essence(asked.request);
  const { revisions, run = '', attempt } = asked;
  const hash = createHash('sha256').update(canonical({ request, revisions, run, attempt })).digest('hex');
  const what = targets
    .map(targetName)
    .join('-and-')
    .replaceAll(/[^a-zA-Z0-9_-]+/g, '-');
  return `${what.slice(0, LONGEST - HASH - 1)}-${hash.slice(0, HASH)}`;
}

/** Without who has asked, why, and what `revisions` has already: a revision that is pinned or found to be the current one is the same. */
function essence({ requestedBy: _, reason: __, ...request }: RequestText): RequestText {
  const { revisionId: ___, ...rest } = request;
  if (!Array.isArray(rest.targets)) return rest;
  return { ...rest, targets: rest.targets.map(({ revisionId: ____, ...target }: RequestText) => target) };
}

/** JSON in which the order of members does not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** What names a run of a pipeline, the same in each try of one of its steps. */
const RUN_VARIABLES = ['STEPSHIFT_RUN', 'CODEPIPELINE_EXECUTION_ID', 'GITHUB_RUN_ID', 'CODEBUILD_BUILD_ID'] as const;

/** The run of the pipeline that this is a part of, if there is one. */
export function pipelineRun(env: NodeJS.ProcessEnv): string | undefined {
  const name = RUN_VARIABLES.find((variable) => env[variable]);
  return name && `${name}=${env[name]}`;
}
