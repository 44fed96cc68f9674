import type { AwsService } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import type { Carry } from './carrier.ts';

/**
 * Clients that take the SDK's commands and speak to local AWS without the SDK's serialisation, signing and middleware: a thousand times quicker, for thousands of
 * deployments. (That the real clients give the same answers is what the contract suite of the ports holds.)
 */
export function directClients(aws: LocalAws, carry: Carry): AwsClients {
  return {
    sfn: client('states', aws.states, aws, carry),
    cloudwatch: client('cloudwatch', aws.cloudwatch, aws, carry),
    // The faults run over the ledger's twin in memory.
    dynamodb: undefined,
  } as unknown as AwsClients;
}

function client(service: string, { operations }: AwsService, { context }: LocalAws, carry: Carry) {
  return {
    async send(command: { readonly constructor: { readonly name: string }; readonly input: object }) {
      const operation = command.constructor.name.replace(/Command$/, '');
      const input = toWire(command.input);
      return fromWire(await carry(service, operation, input, async () => operations[operation]!(input, context)));
    },
  };
}

/** Dates become seconds since the epoch, and undefined members vanish. */
function toWire(value: unknown): unknown {
  return copied(value, (member) => (member instanceof Date ? member.getTime() / 1000 : member));
}

const DATE = /(Date|Timestamp)$|^timestamp$/;

function fromWire(value: unknown): unknown {
  return copied(value ?? {}, (member, key) =>
    typeof member === 'number' && DATE.test(key) ? new Date(member * 1000) : member,
  );
}

/** A copy that shares nothing, each member as `change` makes it. */
function copied(value: unknown, change: (member: unknown, key: string) => unknown, key = ''): unknown {
  const changed = change(value, key);
  // `Timestamps` are each a Timestamp.
  if (Array.isArray(changed)) return changed.map((item) => copied(item, change, key.replace(/s$/, '')));
  if (typeof changed !== 'object' || changed === null || changed instanceof Date) return changed;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(changed))
    if (member !== undefined) copy[name] = copied(member, change, name);
  return copy;
}
