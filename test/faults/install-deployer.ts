import type { Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { type OpenedTasks, openTasks } from '../../tasks/all-tasks.ts';
import { translated } from '../../tasks/ports/aws-errors.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import { awsPorts, type Ports } from '../../tasks/ports/ports.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES } from '../../workflow/definition.ts';
import { FUNCTION_TIMEOUT_SECONDS, WATCHDOG_SECONDS } from '../../workflow/limits.ts';
import type { Carry } from './carrier.ts';
import { directClients } from './direct-clients.ts';
import { beginInvocation, type Invocation, WATCHDOG } from './invocation.ts';

export const DEPLOYER = 'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift';

interface Installation {
  readonly aws: LocalAws;
  readonly ledger: Ledger;
  readonly redefine: (definition: Wire) => Wire;
  readonly carry: (invocation: Invocation) => Carry;
  readonly roleArn: string;
  /** The function does not even run: Lambda answers this error. */
  readonly brokenBy: (functionName: string) => Error | undefined;
}

/** Installs the deployer and its watchdog: functions, machine, the rule on its ends with its queue, and the schedule. */
export async function installDeployer(installation: Installation): Promise<void> {
  const { aws, redefine, roleArn, brokenBy } = installation;
  const register = (name: string, pick: (tasks: OpenedTasks) => (event: unknown) => Promise<unknown>): string => {
    const handler = async (event: unknown): Promise<unknown> => {
      const broken = brokenBy(name);
      if (broken) throw broken;
      const invocation = beginInvocation(name, event);
      const ports = portsOf(installation, invocation);
      return Promise.race([pick(openTasks(ports))(event), invocation.lost]);
    };
    return aws.lambda.register(`stepshift-${name}`, handler, { timeoutSeconds: FUNCTION_TIMEOUT_SECONDS });
  };
  const arns = TASK_NAMES.map((name) => [name, register(name, ({ tasks }) => tasks[name])]);
  const definition = redefine(structuredClone(deployerDefinition(Object.fromEntries(arns) as FunctionArns)));
  const machine = { name: 'Stepshift', roleArn, definition: JSON.stringify(definition) };
  await aws.states.operations.CreateStateMachine!(machine, aws.context);
  register(WATCHDOG, ({ watchdog }) => watchdog);
  watch(aws);
}

function watch(aws: LocalAws): void {
  const functionName = `stepshift-${WATCHDOG}`;
  const queue = aws.createQueue({
    name: 'ends',
    functionName,
    delaySeconds: FUNCTION_TIMEOUT_SECONDS,
    visibilityTimeoutSeconds: 90,
    retentionSeconds: 14_400,
  });
  const status = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
  aws.events.putRule('ends', { source: ['aws.states'], detail: { stateMachineArn: [DEPLOYER], status } });
  aws.events.putTarget('ends', queue);
  const deliver = (): void => void aws.lambda.invoke(functionName, '{}');
  aws.events.putSchedule('watchdog', { everySeconds: WATCHDOG_SECONDS }, { deliver });
}

/** As in Lambda, but for the ledger: its twin in memory. */
function portsOf({ aws, ledger, carry }: Installation, invocation: Invocation): Ports {
  const carried = carry(invocation);
  const now = (): string => new Date(aws.clock.now()).toISOString();
  return { ...awsPorts(directClients(aws, carried), { ledgerTable: '', now }), ledger: inHand(ledger, carried) };
}

/** The ledger with its calls in hand. */
function inHand(ledger: Ledger, carry: Carry): Ledger {
  const wrapped = Object.entries(ledger).map(([group, methods]) => [
    group,
    Object.fromEntries(
      Object.entries(methods as Record<string, (...args: unknown[]) => Promise<unknown>>).map(([name, method]) => [
        name,
        (...args: unknown[]) =>
          translated(`ledger:${group}.${name}`, 'ledger', () =>
            carry('ledger', `${group}.${name}`, args, () => method(...args)),
          ),
      ]),
    ),
  ]);
  return Object.fromEntries(wrapped) as Ledger;
}
