import { localClients } from '../../cli/local-clients.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';

/** An alias write that AWS has accepted. */
export interface Move {
  /** In the clock's milliseconds. */
  readonly at: number;
  /** What the candidate, the machine's version 2, was given: in percent. */
  readonly weight: number;
}

/** AWS's real clients over local AWS, whose time stands still while one of them is busy; alias writes are told. */
export function stageClients(aws: LocalAws, moved: (move: Move) => void): AwsClients {
  const clients = localClients(aws);
  clients.sfn.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const release = aws.clock.hold();
        try {
          const answer = await next(args);
          if (commandName === 'UpdateStateMachineAliasCommand') moved(moveOf(args.input as Update, aws.clock.now()));
          return answer;
        } finally {
          release();
        }
      },
    { step: 'initialize' },
  );
  clients.cloudwatch.middlewareStack.add(
    (next) => async (args) => {
      const release = aws.clock.hold();
      return next(args).finally(release);
    },
    { step: 'initialize' },
  );
  return clients;
}

interface Update {
  readonly routingConfiguration?: readonly { readonly stateMachineVersionArn?: string; readonly weight?: number }[];
}

function moveOf({ routingConfiguration = [] }: Update, at: number): Move {
  const route = routingConfiguration.find(({ stateMachineVersionArn }) => stateMachineVersionArn?.endsWith(':2'));
  return { at, weight: route?.weight ?? 0 };
}
