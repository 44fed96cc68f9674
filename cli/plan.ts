import { type PlanToShow, planFigures, planTable } from '../report/plan-table.ts';
import { settingsOf } from '../workflow/compare-request.ts';
import { DEFAULT_COMPARE } from '../workflow/compare-versions.ts';
import { ValidationError } from '../workflow/errors.ts';
import type { Rules } from '../workflow/expected-course.ts';
import { FREE } from '../workflow/ledger.ts';
import { describeProblem, type Problem } from '../workflow/parse.ts';
import { type Plan, planDeployment } from '../workflow/plan.ts';
import { prospectsOf } from '../workflow/prospects.ts';
import { type DeploymentRequest, parseRequest } from '../workflow/request.ts';
import type { Step } from '../workflow/strategy.ts';
import { toldOf } from './aws-fault.ts';
import { AWS_OPTIONS_HELP } from './aws-options.ts';
import { type Arguments, type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Fault } from './fault.ts';
import { type GivenTraffic, givenTraffic, TRAFFIC_OPTIONS, usages } from './given-traffic.ts';
import { readRequest } from './read-request.ts';

const HELP = `stepshift plan: shows what a request would do, and when

Usage: stepshift plan REQUEST [OPTIONS]

REQUEST is a JSON file with the deployer's input, or - for standard input. Nothing is
asked of AWS, but with --from-metrics or --check, and nothing is changed.

Options:
  --json              one JSON object on stdout: steps (step, weightPercent,
                      beginsAtSeconds, bakeSeconds, polls, longestPollSeconds),
                      totalSeconds, historyEvents, priceDollars, warnings and more
  --per-minute N      how often each alias is started, fractions allowed: shows how many
                      executions the candidate can expect at each step
  --failure-rate R    with it, how many of these fail (0.01 is 1 %): shows what the
                      comparison of both versions can tell, and at what cost
  --from-metrics      both as CloudWatch counted them in the last 24 hours
  --check             asks AWS what the deployer would find before it changes anything:
                      machine, alias, alarms, whether the plan is hopeless at the usual
                      rate, and what should be known
${AWS_OPTIONS_HELP}
                      (these three with --from-metrics or --check)
  --help              this text
  --debug             when something goes wrong, its stack trace

"Longest poll" is the worst time until a firing alarm is heard.

Examples:
  stepshift plan request.json
  stepshift plan request.json --per-minute 1 --failure-rate 0.01
  stepshift plan request.json --from-metrics --check --profile production
  stepshift plan - --json < request.json | jq .totalSeconds

Exit codes:
  ${EXIT.ok}  the request has a plan, though there may be warnings
  ${EXIT.fault}  an unexpected fault, or AWS could not be asked
  ${EXIT.usage}  wrong usage, or a request that cannot be carried out
  ${EXIT.validationError}  with --check: the deployer would refuse it, as AWS stands now
`;

/** `stepshift plan REQUEST`. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'shows what a request would do, and when',
  help: HELP,
  options: { json: { type: 'boolean' }, check: { type: 'boolean' }, ...TRAFFIC_OPTIONS },
  run: async ({ values, positionals }, screen) => {
    const [path, ...more] = positionals;
    if (path === undefined) throw new UsageFault('No request given: stepshift plan REQUEST.');
    if (more.length > 0) throw new UsageFault(`One request at a time, but ${positionals.length} were given.`);
    const traffic = givenTraffic(values);
    const planned = await plan(await readRequest(path), traffic, values);
    if (planned.kind === 'refused') {
      for (const problem of planned.problems) screen.note(`${describeProblem('request', problem)}\n`);
      return EXIT.usage;
    }
    for (const refusal of planned.refusals) screen.note(`It would be refused: ${refusal}\n`);
    screen.print(
      values.json
        ? `${JSON.stringify(planFigures(planned.shown), null, 2)}\n`
        : planTable(planned.shown, { colour: screen.colour.print, columns: screen.columns }),
    );
    return planned.refusals.length > 0 ? EXIT.validationError : EXIT.ok;
  },
};

type Outcome =
  /** `refusals`: why the deployer would refuse it, as AWS stands now. */
  | { readonly kind: 'planned'; readonly shown: PlanToShow; readonly refusals: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

async function plan(request: unknown, traffic: GivenTraffic, values: Arguments['values']): Promise<Outcome> {
  const parsed = parseRequest(request);
  if (parsed.kind === 'refused') return parsed;
  const planned = planDeployment(parsed.value);
  if (planned.kind === 'refused') return planned;
  const { targets, road } = parsed.value;
  if (road === 'restore') return { kind: 'refused', problems: [RESTORE] };
  const { refusals, warnings } = values.check
    ? await check(parsed.value, planned.plan, values)
    : { refusals: [], warnings: [] };
  const shown = { targets, plan: planned.plan, request: parsed.value, warnings: [...planned.warnings, ...warnings] };
  if (traffic.kind === 'unknown') return { kind: 'planned', shown, refusals };
  if (traffic.kind === 'rate') return { kind: 'planned', shown: { ...shown, perMinute: traffic.perMinute }, refusals };
  const used = await usages(targets, traffic);
  const perMinute = used.length === 1 ? used[0]!.usage.perMinute : undefined;
  const rules = rulesOf(parsed.value, planned.plan);
  if (!rules) return { kind: 'planned', shown: { ...shown, perMinute }, refusals };
  const evidence = used.map(({ targets: names, usage }) => ({
    targets: names,
    prospects: prospectsOf(planned.plan.steps, usage, rules),
  }));
  return { kind: 'planned', shown: { ...shown, perMinute, evidence }, refusals };
}

const RESTORE: Problem = {
  path: 'restore',
  found: 'a restore, which takes effect at once',
  expected: 'a deployment, which has steps to plan',
};

/**
 * What the deployer would find. The ledger is not asked: whoever plans need not be allowed to.
 * @throws Fault when AWS cannot be asked
 */
async function check(request: DeploymentRequest, plan: Plan, values: Arguments['values']) {
  // Only now: a plan that asks nothing of AWS does not wait for it.
  const [{ openPorts }, { preflight, refusalText }] = await Promise.all([import('./aws.ts'), import('./preflight.ts')]);
  const ports = openPorts(values, request.targets[0]!.stateMachineArn);
  const unlocked = { ...ports.ledger.targets, read: async () => ({ entry: FREE, revision: 0 }) };
  const found = await preflight(request, plan, { ...ports, ledger: { ...ports.ledger, targets: unlocked } });
  const refusals = found.obstacles.map((error) => {
    if (error instanceof ValidationError) return refusalText(error);
    throw new Fault(EXIT.fault, `--check: AWS could not be asked: ${toldOf(error)?.text ?? error.message}`);
  });
  return { refusals, warnings: found.warnings };
}

/** Undefined where the request wants no comparison. */
function rulesOf(
  { compare, minimumExecutions, onInconclusive, targets }: DeploymentRequest,
  { maximumExtensionSeconds }: Plan,
): Rules | undefined {
  if (compare === 'off') return undefined;
  const { maximumHoldSeconds } = DEFAULT_COMPARE;
  const settingsAt = (step: Step) =>
    settingsOf(compare, { targets: targets.length, minimumExecutions, step, maximumHoldSeconds });
  return { settingsAt, maximumExtensionSeconds, onInconclusive };
}
