import type { Clock } from './clock.ts';
import { isInsideFunction } from './lambda/running.ts';
import type { LocalAws } from './local-aws.ts';
import { VirtualClock } from './virtual-clock.ts';

type RequestHandler = ReturnType<LocalAws['requestHandler']>;
type HttpRequest = Parameters<RequestHandler['handle']>[0];

/**
 * What to make the AWS SDK's clients of this process with, for them to speak to `aws`: `new SFNClient(clientOptions(aws))`. Nothing of the user's AWS set-up
 * reaches them, and they never try again, which would wait in real time. A synchronous start lets virtual time pass until it is answered.
 */
export function clientOptions<C extends Clock>(aws: LocalAws<C>) {
  return {
    region: aws.context.region,
    endpoint: 'https://local-aws.invalid',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: lettingTimePass(aws.requestHandler(), aws.clock),
  };
}

/**
 * StartSyncExecution is the one call that takes as long as its execution does, so it moves the clock itself: a test that waits for it has nothing else that would.
 * Inside a Lambda function it must not: whoever runs that function moves the clock.
 */
function lettingTimePass(handler: RequestHandler, clock: Clock): RequestHandler {
  if (!(clock instanceof VirtualClock)) return handler;
  return {
    ...handler,
    handle: (request) => {
      const answer = handler.handle(request);
      return isSyncStart(request) && !isInsideFunction() ? clock.runUntil(answer) : answer;
    },
  };
}

function isSyncStart({ headers }: HttpRequest): boolean {
  return Object.values(headers).includes('AWSStepFunctions.StartSyncExecution');
}
