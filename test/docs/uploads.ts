import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of a stand-in for S3 and CloudFormation, enough for the AWS CLI to upload a template and make a stack of it. */
export interface Uploads {
  readonly url: string;
  /** Bodies by `/bucket/key`. */
  readonly objects: ReadonlyMap<string, Buffer>;
  /** CloudFormation's actions, in their order, with their fields. */
  readonly asked: readonly URLSearchParams[];
  close(): Promise<void>;
}

const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Stepshift/1';
const DEPLOYER = 'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift';

export async function uploads(): Promise<Uploads> {
  const objects = new Map<string, Buffer>();
  const asked: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url!;
    if (path === '/') {
      asked.push(new URLSearchParams(body.toString()));
      const { status, xml } = answer(asked);
      return response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
    }
    if (request.method === 'PUT') objects.set(path, body);
    return response.writeHead(request.method === 'PUT' || objects.has(path) ? 200 : 404, { etag: '"1"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, objects, asked, close };
}

/** There is no stack until a change set was executed. */
function answer(asked: readonly URLSearchParams[]): { readonly status: number; readonly xml: string } {
  const action = asked.at(-1)!.get('Action')!;
  const isMade = asked.some((one) => one.get('Action') === 'ExecuteChangeSet');
  if (action === 'DescribeStacks' && !isMade) {
    const error = 'Stack with id Stepshift does not exist';
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${error}</Message></Error></ErrorResponse>`;
    return { status: 400, xml };
  }
  const results: Readonly<Record<string, string>> = {
    CreateChangeSet: `<Id>${STACK}</Id><StackId>${STACK}</StackId>`,
    DescribeChangeSet: '<Status>CREATE_COMPLETE</Status>',
    ExecuteChangeSet: '',
    DescribeStacks: `<Stacks><member><StackName>Stepshift</StackName><StackStatus>CREATE_COMPLETE</StackStatus><Outputs><member><OutputKey>DeployerArn</OutputKey><OutputValue>${DEPLOYER}</OutputValue></member></Outputs></member></Stacks>`,
  };
  if (results[action] === undefined) return { status: 400, xml: '<ErrorResponse/>' };
  return {
    status: 200,
    xml: `<${action}Response><${action}Result>${results[action]}</${action}Result></${action}Response>`,
  };
}
