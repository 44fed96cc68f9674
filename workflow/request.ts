import * as z from 'zod';
import { ALIAS_NAME, type Place, parseStateMachineArn, parseVersionArn, STATE_MACHINE_ARN } from './arns.ts';
import { type CompareRequest, compareSchema } from './compare-request.ts';
import {
  MAXIMUM_ALARMS,
  MAXIMUM_EXTENSION_SECONDS,
  MAXIMUM_REQUEST_BYTES,
  MAXIMUM_TARGETS,
  SECONDS_PER_YEAR,
  TIMEOUT_SECONDS,
} from './limits.ts';
import { type Parsed, parse } from './parse.ts';
import { type SmokeTest, smokeTestsSchema } from './smoke-test.ts';
import { executionCount, strategySchema } from './strategy.ts';

/** What a user asks for, checked and with its defaults filled in. */
export interface DeploymentRequest {
  /** `restore`: put the alias wholly on the target's version, now. Nothing else of the request counts. */
  readonly road: 'deploy' | 'restore';
  readonly targets: readonly RequestedTarget[];
  /** Publish the current revision; `false` deploys the newest published version. */
  readonly publish: boolean;
  readonly strategy: z.infer<typeof strategySchema>;
  /** Watch so long at 100 percent before stable is let go; absent: the strategy says. */
  readonly finalBakeSeconds?: number;
  readonly alarms: readonly string[];
  /** Alarms that may be firing already when the deployment starts. */
  readonly ignoreFiring: readonly string[];
  /** Run on each candidate before it gets any traffic. */
  readonly smokeTests: readonly SmokeTest[];
  /** After a roll-back: start again on stable what failed on the candidate. */
  readonly replay: 'none' | 'failed';
  /** After a roll-back: what becomes of executions that still run on the candidate. */
  readonly inFlight: 'leave' | 'stop' | 'wait';
  /** After success: how many of the newest versions are kept; 0: all. */
  readonly keepVersions: number;
  /** How the candidate is held against stable. */
  readonly compare: 'off' | CompareRequest;
  /** Successful executions of the candidate before a step may end as healthy, beyond what the comparison needs. */
  readonly minimumExecutions: number;
  /** What follows when a step's time is over and the evidence does not tell. */
  readonly onInconclusive: 'extend' | 'hold' | 'promote' | 'rollBack';
  /** A person is waited for so long. */
  readonly timeoutSeconds: number;
  /** A step that cannot tell is extended by at most so long. */
  readonly maximumExtensionSeconds: number;
  /** How often evidence is read; absent: the plan chooses. */
  readonly pollSeconds?: number;
  readonly reason?: string;
  readonly requestedBy?: string;
}

export interface RequestedTarget {
  readonly stateMachineArn: string;
  readonly alias: string;
  /** Publish only if this is still the current revision. */
  readonly revisionId?: string;
  /** Deploy this published version. */
  readonly versionArn?: string;
}

/** Fields that the console and nested starts add to every input; kept in the execution's history, otherwise ignored. */
const ADDED_BY_AWS = /^(Comment$|AWS_STEP_FUNCTIONS_)/;

const stateMachineArn = z
  .string()
  .regex(
    STATE_MACHINE_ARN,
    'the ARN of a state machine without version or alias (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME)',
  );
const alias = z.string().regex(ALIAS_NAME, 'an alias name: 1 to 80 of a-z A-Z 0-9 _ . - and not digits alone');
const revisionId = z.string().min(1).max(128);
const versionArn = z
  .string()
  .refine(
    (arn) => parseVersionArn(arn) !== undefined,
    'the ARN of a published version (arn:…:stateMachine:NAME:NUMBER)',
  );
const alarmNames = z
  .array(z.string().min(1).max(255))
  .max(MAXIMUM_ALARMS)
  .refine((names) => new Set(names).size === names.length, 'each alarm named once');

const targetFields = {
  stateMachineArn,
  alias,
  revisionId: revisionId.optional(),
  versionArn: versionArn.optional(),
};
const optionFields = {
  publish: z.boolean().optional(),
  strategy: strategySchema.default('Canary10Percent5Minutes'),
  finalBakeSeconds: z.int().min(0).max(SECONDS_PER_YEAR).optional(),
  alarms: alarmNames.default([]),
  ignoreFiring: alarmNames.default([]),
  smokeTests: smokeTestsSchema.default([]),
  replay: z.enum(['none', 'failed']).default('none'),
  inFlight: z.enum(['leave', 'stop', 'wait']).default('leave'),
  keepVersions: z.int().min(0).max(1000).default(0),
  compare: compareSchema,
  minimumExecutions: executionCount.default(0),
  onInconclusive: z.enum(['extend', 'hold', 'promote', 'rollBack']).default('extend'),
  timeoutSeconds: z.int().min(60).max(SECONDS_PER_YEAR).default(TIMEOUT_SECONDS),
  maximumExtensionSeconds: z.int().min(0).max(SECONDS_PER_YEAR).default(MAXIMUM_EXTENSION_SECONDS),
  pollSeconds: z.int().min(1).max(SECONDS_PER_YEAR).optional(),
  reason: z.string().max(1024).optional(),
  requestedBy: z.string().max(256).optional(),
};
const singleSchema = z.strictObject({ ...targetFields, ...optionFields });
const severalSchema = z.strictObject({
  targets: z.array(z.strictObject(targetFields)).min(1).max(MAXIMUM_TARGETS),
  ...optionFields,
});

const restoreSchema = z.strictObject({
  stateMachineArn,
  alias,
  restore: z.strictObject({ versionArn }),
  reason: optionFields.reason,
  requestedBy: optionFields.requestedBy,
});

type Raw = z.infer<typeof singleSchema> | z.infer<typeof severalSchema>;

/**
 * Reads a request. Never throws: what does not fit comes back as problems, each with path, what was found and what was expected.
 * @param place region and account of the deployer; targets elsewhere are refused
 */
export function parseRequest(input: unknown, place?: Place): Parsed<DeploymentRequest> {
  const bytes = new TextEncoder().encode(JSON.stringify(input) ?? '').length;
  if (bytes > MAXIMUM_REQUEST_BYTES) return tooLarge(bytes);
  const given = withoutAddedFields(input);
  if (given !== null && typeof given === 'object' && 'restore' in given) return parseRestore(given, place);
  const several = given !== null && typeof given === 'object' && 'targets' in given;
  const parsed: Parsed<Raw> = parse<Raw>(several ? severalSchema : singleSchema, given);
  if (parsed.kind === 'refused') return parsed;
  const problems = [...contradictions(parsed.value), ...(place ? elsewhere(parsed.value, place) : [])];
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'valid', value: normalised(parsed.value) };
}

function tooLarge(bytes: number): Parsed<never> {
  const expected = `at most ${MAXIMUM_REQUEST_BYTES}: smaller inputs of smoke tests, or fewer of these`;
  return { kind: 'refused', problems: [{ path: '', found: `${bytes} bytes of JSON`, expected }] };
}

/** A restore has nothing but a target and a version: in an emergency nothing else may stand in its way. */
function parseRestore(given: object, place: Place | undefined): Parsed<DeploymentRequest> {
  const parsed = parse<z.infer<typeof restoreSchema>>(restoreSchema, given);
  if (parsed.kind === 'refused') return parsed;
  const { restore, ...options } = parsed.value;
  const raw = singleSchema.parse({ ...options, versionArn: restore.versionArn });
  const problems = [...contradictionsOf(raw, raw.publish, 'restore.'), ...(place ? elsewhere(raw, place) : [])];
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'valid', value: { ...normalised(raw), road: 'restore' } };
}

function withoutAddedFields(input: unknown): unknown {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !ADDED_BY_AWS.test(name)));
}

function targetsOf(raw: Raw): readonly z.infer<z.ZodObject<typeof targetFields>>[] {
  return 'targets' in raw ? raw.targets : [raw];
}

function contradictions(raw: Raw) {
  const seen = new Set<string>();
  const problems = targetsOf(raw).flatMap((target, i) => {
    const at = 'targets' in raw ? `targets[${i}].` : '';
    const key = `${target.stateMachineArn}:${target.alias}`;
    const twice = seen.has(key);
    seen.add(key);
    return [
      ...(twice ? [{ path: `${at}alias`, found: `${key} a second time`, expected: 'each target once' }] : []),
      ...contradictionsOf(target, raw.publish, at),
    ];
  });
  const unwatched = raw.ignoreFiring.filter((name) => !raw.alarms.includes(name));
  return [
    ...problems,
    ...uncounted(raw),
    ...unwatched.map((name) => ({
      path: 'ignoreFiring',
      found: JSON.stringify(name),
      expected: 'only names that alarms has too',
    })),
  ];
}

/** Executions that nobody counts cannot be waited for. */
function uncounted({ compare, minimumExecutions, strategy }: Raw) {
  if (compare !== 'off') return [];
  const steps = typeof strategy === 'object' && 'steps' in strategy ? strategy.steps : [];
  const wanted = [
    { path: 'minimumExecutions', count: minimumExecutions },
    ...steps.map((step, i) => ({ path: `strategy.steps[${i}].minimumExecutions`, count: step.minimumExecutions ?? 0 })),
  ];
  return wanted
    .filter(({ count }) => count > 0)
    .map(({ path, count }) => ({
      path,
      found: String(count),
      expected: '0 or nothing beside compare: "off", which counts no executions',
    }));
}

function contradictionsOf(target: z.infer<z.ZodObject<typeof targetFields>>, publish: boolean | undefined, at: string) {
  const { versionArn, revisionId, stateMachineArn } = target;
  const problems: { path: string; found: string; expected: string }[] = [];
  if (versionArn !== undefined && publish === true) {
    problems.push({
      path: 'publish',
      found: 'true',
      expected: `false or nothing beside ${at}versionArn, which is published already`,
    });
  }
  if (versionArn !== undefined && parseVersionArn(versionArn)?.stateMachineArn !== stateMachineArn) {
    problems.push({
      path: `${at}versionArn`,
      found: JSON.stringify(versionArn),
      expected: `a version of ${stateMachineArn}`,
    });
  }
  if (revisionId !== undefined && (publish === false || versionArn !== undefined)) {
    problems.push({
      path: `${at}revisionId`,
      found: JSON.stringify(revisionId),
      expected: 'nothing where no revision is published (publish: false, versionArn)',
    });
  }
  return problems;
}

function elsewhere(raw: Raw, place: Place) {
  return targetsOf(raw).flatMap((target, i) => {
    const found = parseStateMachineArn(target.stateMachineArn)!;
    if (placeText(found) === placeText(place)) return [];
    const path = 'targets' in raw ? `targets[${i}].stateMachineArn` : 'stateMachineArn';
    return [
      {
        path,
        found: placeText(found),
        expected: `${placeText(place)}, where this deployer runs`,
      },
    ];
  });
}

function placeText({ partition, region, account }: Place): string {
  return `${partition === 'aws' ? '' : `${partition}, `}${region}, account ${account}`;
}

function normalised(raw: Raw): DeploymentRequest {
  const targets = targetsOf(raw).map(({ stateMachineArn, alias, revisionId, versionArn }) =>
    defined({ stateMachineArn, alias, revisionId, versionArn }),
  );
  const { strategy, finalBakeSeconds, alarms, ignoreFiring, compare, minimumExecutions, smokeTests } = raw;
  const {
    onInconclusive,
    timeoutSeconds,
    maximumExtensionSeconds,
    replay,
    inFlight,
    keepVersions,
    pollSeconds,
    reason,
    requestedBy,
  } = raw;
  return defined({
    road: 'deploy',
    targets: targets as RequestedTarget[],
    publish: raw.publish ?? true,
    strategy,
    finalBakeSeconds,
    alarms,
    ignoreFiring,
    smokeTests,
    replay,
    inFlight,
    keepVersions,
    compare,
    minimumExecutions,
    onInconclusive,
    timeoutSeconds,
    maximumExtensionSeconds,
    pollSeconds,
    reason,
    requestedBy,
  }) as DeploymentRequest;
}

/** Without the members that are undefined: what goes into an execution is JSON. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
