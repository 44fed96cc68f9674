import { z } from 'zod';
import { DECISIONS, type Decision } from '../../workflow/decisions.ts';

/** Something that happens to the deployment from outside while it runs, seconds after its start. */
export type ScenarioEvent = { readonly atSeconds: number } & (
  | { readonly kind: 'stopDeployment' }
  | { readonly kind: 'redriveDeployment' }
  | {
      readonly kind: 'decision';
      readonly decision: Decision['decision'];
      readonly actor: string;
      readonly reason?: string;
    }
  | { readonly kind: 'call'; readonly service: EventService; readonly operation: string; readonly input: unknown }
);

/** The services that an event may call, by the names that scenarios spell before the dot. */
const EVENT_SERVICES = ['states', 'cloudwatch'] as const;
type EventService = (typeof EVENT_SERVICES)[number];

const CALL = new RegExp(`^(${EVENT_SERVICES.join('|')})\\.([A-Z][A-Za-z]*)$`);
const MAXIMUM_SECONDS = 31_536_000;

const atSeconds = z.number().min(0).max(MAXIMUM_SECONDS);

/** By the member that says what happens. */
const EVENTS = {
  stopDeployment: z.strictObject({ atSeconds, stopDeployment: z.literal(true) }),
  redriveDeployment: z.strictObject({ atSeconds, redriveDeployment: z.literal(true) }),
  decision: z.strictObject({
    atSeconds,
    decision: z.enum(DECISIONS),
    actor: z.string().min(1).max(256),
    reason: z.string().max(1024).optional(),
  }),
  call: z.strictObject({
    atSeconds,
    call: z.string().regex(CALL, 'an operation of a service, such as states.UpdateStateMachineAlias'),
    input: z.record(z.string(), z.unknown()).default({}),
  }),
} as const;

type EventText = {
  readonly atSeconds: number;
  readonly call?: string;
  readonly input?: unknown;
  readonly stopDeployment?: true;
  readonly decision?: Decision['decision'];
  readonly actor?: string;
  readonly reason?: string;
};

const KINDS = Object.keys(EVENTS) as (keyof typeof EVENTS)[];

/** An event as scenario.json has it. That the operation is one that local AWS has is for local AWS to say. */
export const eventSchema = z
  .looseObject({})
  .superRefine((event, context) => {
    const kinds = KINDS.filter((kind) => kind in event);
    if (kinds.length !== 1) {
      context.addIssue({ code: 'custom', message: `one of ${KINDS.join(', ')}` });
      return;
    }
    for (const issue of EVENTS[kinds[0]!].safeParse(event).error?.issues ?? [])
      context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  })
  .transform((event): ScenarioEvent => {
    const { atSeconds: at, call, input = {}, stopDeployment, decision, actor, reason } = event as unknown as EventText;
    if (decision !== undefined)
      return { atSeconds: at, kind: 'decision', decision, actor: actor!, ...(reason === undefined ? {} : { reason }) };
    if (call === undefined) return { atSeconds: at, kind: stopDeployment ? 'stopDeployment' : 'redriveDeployment' };
    const [, service, operation] = CALL.exec(call)!;
    return { atSeconds: at, kind: 'call', service: service as EventService, operation: operation!, input };
  });
