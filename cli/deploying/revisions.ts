import type { DeploymentRequest } from '../../workflow/request.ts';
import type { Aws } from '../aws.ts';
import { type Arguments, UsageFault } from '../command.ts';
import { readDefinition } from '../read-request.ts';
import { revisionOf, upload } from './definition.ts';
import { roleFor } from './machine-to-deploy.ts';
import { checked, type RequestText } from './wanted.ts';

/**
 * The request with the revision of `--definition`, which is uploaded for it; without that option, as it is.
 * @throws UsageFault where that option does not fit the request
 */
export async function pinned(request: RequestText, values: Arguments['values'], aws: Aws): Promise<RequestText> {
  if (values.definition === undefined) return request;
  const { targets, publish, road } = checked(request);
  const [target, ...others] = targets;
  if (others.length > 0) throw new UsageFault('--definition is for one target, and the request has several.');
  if (!publish || road === 'restore' || target!.versionArn !== undefined || target!.revisionId !== undefined)
    throw new UsageFault('--definition is for a request that publishes the current revision, and names no other.');
  const file = String(values.definition);
  const { stateMachineArn } = target!;
  const revisionId = await upload(
    { stateMachineArn, file, definition: readDefinition(file), roleArn: roleFor(values, aws) },
    aws,
  );
  return Array.isArray(request.targets)
    ? { ...request, targets: [{ ...request.targets[0], revisionId }] }
    : { ...request, revisionId };
}

/**
 * What the request means of each target for which it names no version: the revision that it would publish or, where it publishes none, the newest version.
 * @throws Fault when one of its machines is not there
 */
export async function revisionsOf({ targets, publish, road }: DeploymentRequest, aws: Aws): Promise<readonly string[]> {
  const unnamed = targets.filter(({ versionArn }) => road === 'deploy' && versionArn === undefined);
  return Promise.all(
    unnamed.map(async ({ stateMachineArn, revisionId }) => {
      if (publish) return revisionId ?? revisionOf(stateMachineArn, aws);
      return (await aws.ports.stateMachines.newestVersion(stateMachineArn)) ?? 'no version';
    }),
  );
}
