import { describeProblem } from '../../workflow/parse.ts';
import { planDeployment } from '../../workflow/plan.ts';
import { type DeploymentRequest, parseRequest } from '../../workflow/request.ts';
import { personOf } from '../aws-options.ts';
import { type Arguments, onlyPositional, UsageFault } from '../command.ts';
import { readRequest } from '../read-request.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import { named } from '../scenario/files.ts';

/** A request as its author gave it: the deployer's input. */
export type RequestText = Readonly<Record<string, unknown>>;

/** The options that stand in place of a request in a file. */
const IN_PLACE = ['state-machine', 'alias', 'strategy'] as const;

/**
 * The request that the command line asks for, by a file or by options. Its state machine may be named only: `arnOf` knows the ARN.
 * @throws UsageFault for options that do not fit together, ScenarioFault for a file that holds no request
 */
export async function wantedRequest(
  given: Arguments,
  arnOf: (machine: string) => Promise<string>,
): Promise<RequestText> {
  const path = onlyPositional(given, 'request');
  const { values, lists } = given;
  const additions = {
    ...(values.reason === undefined ? {} : { reason: values.reason }),
  };
  if (path !== undefined) {
    const beside = [...IN_PLACE, 'alarm'].find((name) => values[name] !== undefined || lists[name] !== undefined);
    if (beside) throw new UsageFault(`--${beside} is for a request of options: write it into ${path} instead.`);
    const request = { ...requireObject(path, await readRequest(path)), ...additions };
    checked(request, `${named(path)}: request`);
    return request;
  }
  const { 'state-machine': machine, alias, strategy } = values;
  if (machine === undefined || alias === undefined)
    throw new UsageFault('No request given: stepshift deploy REQUEST, or --state-machine NAME and --alias NAME.');
  return {
    stateMachineArn: await arnOf(String(machine)),
    alias,
    ...(strategy === undefined ? {} : { strategy }),
    ...(lists.alarm === undefined ? {} : { alarms: lists.alarm }),
    ...additions,
  };
}

function requireObject(path: string, value: unknown): RequestText {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as RequestText;
  throw new ScenarioFault(`${path}: found ${JSON.stringify(value)?.slice(0, 40)}, expected a request: a JSON object`);
}

/** The request with who asked for it: as the command line says, else as it says itself. */
export function signed(request: RequestText, values: Arguments['values']): RequestText {
  return { requestedBy: personOf(values), ...request, ...(values.by === undefined ? {} : { requestedBy: values.by }) };
}

/**
 * What the deployer would refuse at once is refused here.
 * @param name of the request, for messages
 * @throws ScenarioFault with a line for each problem
 */
export function checked(request: RequestText, name = 'request'): DeploymentRequest {
  const parsed = parseRequest(request);
  const planned = parsed.kind === 'valid' ? planDeployment(parsed.value) : parsed;
  if (parsed.kind === 'valid' && planned.kind === 'planned') return parsed.value;
  const problems = planned.kind === 'refused' ? planned.problems : [];
  throw new ScenarioFault(problems.map((problem) => describeProblem(name, problem)).join('\n'));
}
