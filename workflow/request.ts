import * as z from 'zod';
import { ALIAS_NAME, type Place, parseStateMachineArn, parseVersionArn, STATE_MACHINE_ARN } from './arns.ts';
import { MAXIMUM_ALARMS, MAXIMUM_TARGETS, SECONDS_PER_YEAR } from './limits.ts';
import { type Parsed, parse } from './parse.ts';
import { strategySchema } from './strategy.ts';

/** What a user asks for, checked and with its defaults filled in. */
export interface DeploymentRequest {
  readonly targets: readonly RequestedTarget[];
  /** Publish the current revision; `false` deploys the newest published version. */
  readonly publish: boolean;
  readonly strategy: z.infer<typeof strategySchema>;
  /** Watch so long at 100 percent before stable is let go; absent: the strategy says. */
  readonly finalBakeSeconds?: number;
  readonly alarms: readonly string[];
  /** Alarms that may be firing already when the deployment starts. */
  readonly ignoreFiring: readonly string[];
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
  pollSeconds: z.int().min(1).max(SECONDS_PER_YEAR).optional(),
  reason: z.string().max(1024).optional(),
  requestedBy: z.string().max(256).optional(),
};
const singleSchema = z.strictObject({ ...targetFields, ...optionFields });
const severalSchema = z.strictObject({
  targets: z.array(z.strictObject(targetFields)).min(1).max(MAXIMUM_TARGETS),
  ...optionFields,
});

type Raw = z.infer<typeof singleSchema> | z.infer<typeof severalSchema>;

/**
 * Reads a request. Never throws: what does not fit comes back as problems, each with path, what was found and what was expected.
 * @param place region and account of the deployer; targets elsewhere are refused
 */
export function parseRequest(input: unknown, place?: Place): Parsed<DeploymentRequest> {
  const given = withoutAddedFields(input);
  const several = given !== null && typeof given === 'object' && 'targets' in given;
  const parsed: Parsed<Raw> = parse<Raw>(several ? severalSchema : singleSchema, given);
  if (parsed.kind === 'refused') return parsed;
  const problems = [...contradictions(parsed.value), ...(place ? elsewhere(parsed.value, place) : [])];
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'valid', value: normalised(parsed.value) };
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
    ...unwatched.map((name) => ({
      path: 'ignoreFiring',
      found: JSON.stringify(name),
      expected: 'only names that alarms has too',
    })),
  ];
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
  const { publish, strategy, finalBakeSeconds, alarms, ignoreFiring, pollSeconds, reason, requestedBy } = raw;
  return defined({
    targets: targets as RequestedTarget[],
    publish: publish ?? true,
    strategy,
    finalBakeSeconds,
    alarms,
    ignoreFiring,
    pollSeconds,
    reason,
    requestedBy,
  }) as DeploymentRequest;
}

/** Without the members that are undefined: what goes into an execution is JSON. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
