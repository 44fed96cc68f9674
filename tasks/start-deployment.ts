import { lambdaClients } from './clients.ts';
import { awsCustomResource, type CustomResourcePorts } from './ports/custom-resource.ts';

/** What CloudFormation sends to a custom resource, as far as it is used. */
interface Event {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties: Properties;
  readonly OldResourceProperties?: Properties;
}

interface Properties {
  /** The machine that starts the deployment once the stack has settled. */
  readonly StarterArn: string;
  /** JSON text: the request, without the revision. */
  readonly Request: string;
  /** Of the machine to deploy. */
  readonly RevisionId: string;
  /** The stack whose update must have gone well. */
  readonly SettlingStackId: string;
}

/**
 * The custom resource behind `GradualDeployment`: where the stack has given a machine another revision it asks for its deployment, and does not wait for it. Whether
 * there is one is decided when the stack has settled: an update that fails is rolled back, and what it would have deployed is gone again.
 */
export async function startDeployment(event: Event, ports: CustomResourcePorts): Promise<void> {
  const { RequestId, ResponseURL, StackId, LogicalResourceId } = event;
  const about = { RequestId, StackId, LogicalResourceId, PhysicalResourceId: `stepshift-${LogicalResourceId}` };
  try {
    if (isNewRevision(event)) await ask(event, ports);
  } catch (error) {
    const Reason = `The deployment could not be asked for: ${error instanceof Error ? error.message : error}`;
    await ports.answer(ResponseURL, { ...about, Status: 'FAILED', Reason });
    return;
  }
  await ports.answer(ResponseURL, { ...about, Status: 'SUCCESS' });
}

function isNewRevision({ RequestType, ResourceProperties, OldResourceProperties }: Event): boolean {
  if (RequestType === 'Delete') return false;
  return ResourceProperties.RevisionId !== OldResourceProperties?.RevisionId;
}

/** CloudFormation may send a request twice: it has its name. */
async function ask({ RequestId, ResourceProperties }: Event, ports: CustomResourcePorts): Promise<void> {
  const { StarterArn, Request, RevisionId, SettlingStackId } = ResourceProperties;
  const request = { ...JSON.parse(Request), revisionId: RevisionId };
  await ports.start(StarterArn, RequestId, { stackId: SettlingStackId, request });
}

let opened: CustomResourcePorts | undefined;

export async function handler(event: Event): Promise<void> {
  opened ??= awsCustomResource(lambdaClients().sfn);
  await startDeployment(event, opened);
}
