import { z } from 'zod';
import type { AuditRecord } from './audit-record.ts';
import { DECISIONS } from './decisions.ts';
import { type Parsed, parse } from './parse.ts';

/**
 * The shape of an audit record that was written down, by this version or a later one: what is not known here is kept. `docs/audit-record.schema.json` is made from
 * this by `npm run refresh`.
 */

const seconds = z.number().describe('seconds from the start of the deployment');
const time = z.iso.datetime().meta({ id: 'time', description: 'ISO 8601' });
const percent = z.number().min(0).max(100);
const count = z.int().min(0);
const about = (text: string) => ({ description: text });

const error = z.looseObject({ Error: z.string(), Cause: z.string().exactOptional() });
const aliasWrite = z.union([
  z.looseObject({ kind: z.literal('written'), candidateWeight: percent, updatedAt: time }),
  z.looseObject({ kind: z.literal('notTouched') }),
]);
const rolledBack = z.union([
  z.looseObject({ kind: z.literal('restored'), updatedAt: time }),
  z.looseObject({ kind: z.literal('handedOver'), routing: z.string(), updatedAt: time.exactOptional() }),
  z.looseObject({ kind: z.enum(['removed', 'notTouched', 'promoted', 'inUse']) }),
]);
const found = z.union([
  z.looseObject({ kind: z.literal('absent') }),
  z.looseObject({ kind: z.literal('whole'), versionArn: z.string(), updatedAt: time }),
  z.looseObject({
    kind: z.literal('split'),
    routes: z.array(z.looseObject({ versionArn: z.string(), weight: percent })),
    updatedAt: time,
  }),
]);
const target = z
  .looseObject({
    stateMachineArn: z.string(),
    alias: z.string(),
    aliasArn: z.string(),
    type: z.enum(['STANDARD', 'EXPRESS']),
    revisionId: z.string(),
    revisionPinned: z.boolean(),
    unversionedFunctions: z.array(z.string()).exactOptional(),
    functionsNamedLate: z.array(z.string()).exactOptional(),
    requestedVersionArn: z.string().exactOptional(),
    found: found.meta(about('the alias before anything was changed')),
    foundAt: time,
    past: z
      .looseObject({ executions: count, failures: count, longestSeconds: z.number().exactOptional() })
      .exactOptional()
      .meta(about("stable's executions of the day before")),
    usual: z
      .looseObject({
        throughAlias: z.number(),
        inAll: z.number(),
        observedSeconds: z.number(),
        longestSeconds: z.number().exactOptional(),
      })
      .exactOptional()
      .meta(about('how the alias is used')),
    candidate: z.looseObject({ versionArn: z.string(), provedBadBy: z.string().exactOptional() }).exactOptional(),
    shifted: aliasWrite.exactOptional(),
    promoted: aliasWrite.exactOptional(),
    rolledBack: rolledBack.exactOptional(),
    failure: error.exactOptional().meta(about('what made the last task of this target fail')),
  })
  .meta({ id: 'target', ...about('one state machine and one alias of it, with what was done to it') });

const standing = z.looseObject({
  stateMachineArn: z.string(),
  alias: z.string(),
  stable: count.exactOptional(),
  candidate: count.exactOptional(),
  standing: z.string(),
});
const cause = z
  .looseObject({
    reason: z.string(),
    summary: z.string(),
    targets: z.array(standing),
    evidence: z.array(z.string()),
    recovery: z.enum(['notNeeded', 'done', 'pending', 'handedOver']),
    repair: z.array(z.string()).meta(about('exact commands or requests for what is left to do')),
    help: z.string(),
  })
  .meta(about('the Cause of an execution that failed'));

const plan = z.looseObject({
  steps: z.array(
    z.looseObject({
      weightPercent: percent,
      bakeSeconds: z.number(),
      minimumExecutions: count.exactOptional(),
      approval: z.boolean().exactOptional(),
    }),
  ),
  pace: z.looseObject({ quickSeconds: z.number(), quickLooks: z.number(), longestSeconds: z.number() }),
  totalSeconds: z.number(),
  historyEvents: count,
  stateTransitions: count,
  pollBudget: z.number(),
  maximumExtensionSeconds: z.number(),
  decision: z.enum(['deploy', 'testFirst', 'lookAgain', 'nothingToDo']).exactOptional(),
  smokeTests: z
    .array(
      z.looseObject({
        type: z.enum(['STANDARD', 'EXPRESS']),
        versionArn: z.string(),
        executionName: z.string(),
        test: count.meta(about("its position among the request's smoke tests, from 0")),
      }),
    )
    .exactOptional(),
  warnings: z.array(z.string()).exactOptional(),
});

const shift = z.looseObject({ atSeconds: seconds, candidateWeight: percent }).meta({ id: 'shift' });
const shifts = z.union([z.array(shift), z.record(z.string(), z.array(shift))]);

const firingAlarm = z.looseObject({ name: z.string(), since: time });
const alarms = z
  .looseObject({
    watched: z.array(z.string()),
    ignored: z.array(firingAlarm).meta(about('firing already, and accepted as such: in that spell')),
    onBoth: z.array(z.string()).exactOptional().meta(about('those that count both versions together')),
  })
  .meta(about('the alarms that were watched, with those that defaults add; absent where it did not come so far'));

const ended = z.looseObject({ succeeded: count, failed: count, aborted: count });
const comparison = z
  .looseObject({
    target: z.string().exactOptional().meta(about('absent where it is the only one')),
    finding: z.enum([
      'failsMore',
      'failsMoreThanBefore',
      'settling',
      'suspicious',
      'tooFew',
      'notQuiet',
      'likeStable',
      'unreadable',
      'unused',
    ]),
    candidate: ended,
    stable: ended,
    logEvidence: z.number().meta(about('natural logarithm of the evidence as a ratio to 1')),
    limit: z.number().positive().meta(about('unhealthy from so much to 1 on')),
    executionsNeeded: z.number(),
    finalBake: z.looseObject({ logEvidence: z.number(), limit: z.number() }).exactOptional(),
  })
  .meta(about('what the comparison of one target came to; executions since the first shift, added up'));
const check = z.looseObject({
  atSeconds: seconds,
  weightPercent: percent,
  verdict: z.enum(['healthy', 'unhealthy', 'inconclusive']),
  decision: z.enum(['keepBaking', 'nextStep', 'promote', 'rollBack']),
  reason: z.string().exactOptional().meta(about('the exact name of what speaks against going on')),
  reasons: z.array(z.string()),
  firing: z.array(firingAlarm).exactOptional().meta(about('the alarms that were firing, each since when')),
  comparisons: z.array(comparison).exactOptional(),
});

const recovered = z
  .looseObject({
    outcome: z.enum(['Succeeded', 'NothingToDo', 'ValidationError', 'RolledBack', 'CriticalError']),
    at: time,
    by: z.string(),
    targets: z.array(
      z.looseObject({
        stateMachineArn: z.string(),
        alias: z.string(),
        kind: z.enum(['restored', 'removed', 'notTouched', 'promoted', 'handedOver', 'inUse']),
        at: time,
      }),
    ),
  })
  .meta(about('how a deployment that did not end by itself was completed; null where it was not, or nobody knows'));

const decision = z.looseObject({
  decision: z.enum(DECISIONS),
  actor: z.string(),
  reason: z.string().exactOptional(),
  at: time,
});

const smokeTest = z.looseObject({
  name: z.string(),
  versionArn: z.string(),
  passed: z.boolean(),
  found: z.string(),
  executionArn: z.string().exactOptional(),
});

const counted = z.looseObject({
  count,
  sample: z.array(z.looseObject({ executionArn: z.string(), why: z.string().exactOptional() })),
  andMore: z.boolean().exactOptional(),
});
const afterCare = z
  .looseObject({
    progress: z.enum(['more', 'done']),
    waitSeconds: z.number(),
    calls: count,
    targets: z.array(
      z.looseObject({
        stateMachineArn: z.string(),
        alias: z.string(),
        stage: z.enum(['inFlight', 'replayFailed', 'replayTimedOut', 'replayStopped', 'done']),
        running: counted,
        stopped: count,
        replayed: count,
        notReplayed: counted,
        nextToken: z.string().exactOptional(),
        done: z.array(z.string()).exactOptional(),
        notBefore: z.string().exactOptional(),
        notTended: z.string().exactOptional(),
      }),
    ),
  })
  .meta(about('what was done about executions of the candidate after a roll-back'));

/** Strict about what is known, open to more. */
export const auditRecordSchema = z
  .looseObject({
    version: z.literal(1),
    deployment: z.looseObject({ executionArn: z.string(), name: z.string() }),
    startedAt: time,
    endedAt: time.exactOptional().meta(about('absent while the deployment runs')),
    outcome: z
      .string()
      .meta(
        about("the end state's name; Running while there is none; AWS's own word where the execution was cut short"),
      ),
    reason: z.string().nullable().meta(about('the exact name of what went wrong')),
    cause: cause.nullable(),
    request: z.unknown().meta(about('the request as it was given')),
    plan: plan.nullable(),
    alarms: alarms.exactOptional(),
    targets: z.array(target),
    path: z.array(z.string()).meta(about('top-level states in the order entered')),
    states: z
      .array(z.looseObject({ name: z.string(), visits: count, seconds: z.number(), retries: count }))
      .meta(about('all states, in the order first entered; times of side by side iterations are added up')),
    shifts: shifts.meta(about('every alias write without repeats; with several machines keyed by their names')),
    smokeTests: z.array(smokeTest).exactOptional().meta(about('how each smoke test went; absent where there was none')),
    checks: z.array(check).meta(about('every look at the evidence')),
    afterCare: afterCare.exactOptional(),
    recovered: recovered.nullable(),
    decisions: z.array(decision).meta(about('what people decided')),
    historyEvents: count,
  })
  .meta({ title: 'Audit record of a Stepshift deployment' });

/** Reads a record that was written down. Never throws. */
export function parseRecord(value: unknown): Parsed<AuditRecord> {
  return parse<AuditRecord>(auditRecordSchema, value);
}

/** The published JSON Schema. */
export function auditRecordJsonSchema(): object {
  return z.toJSONSchema(auditRecordSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // Its format says it all.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
}
