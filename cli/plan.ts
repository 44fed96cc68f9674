import { type PlanToShow, planFigures, planTable } from '../report/plan-table.ts';
import { describeProblem, type Problem } from '../workflow/parse.ts';
import { planDeployment } from '../workflow/plan.ts';
import { parseRequest } from '../workflow/request.ts';
import { type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { givenPath } from './given-path.ts';
import { parseJson } from './json-text.ts';
import { ScenarioFault } from './scenario/fault.ts';
import { isFile, named, readText } from './scenario/files.ts';
import { readStandardInput } from './standard-input.ts';

const HELP = `stepshift plan: shows what a request would do, and when

Usage: stepshift plan REQUEST [OPTIONS]

REQUEST is a JSON file with the deployer's input, or - for standard input. Nothing is
asked of AWS, and nothing is changed.

Options:
  --json          one JSON object on stdout: steps (step, weightPercent, beginsAtSeconds,
                  bakeSeconds, polls, longestPollSeconds), totalSeconds, historyEvents,
                  stateTransitions, priceDollars, warnings and more
  --per-minute N  how often each alias is started, fractions allowed: shows how many
                  executions the candidate can expect at each step
  --help          this text
  --debug         when something goes wrong, its stack trace

"Longest poll" is the worst time until a firing alarm is heard.

Examples:
  stepshift plan request.json
  stepshift plan request.json --per-minute 20
  stepshift plan - --json < request.json | jq .totalSeconds

Exit codes:
  ${EXIT.ok}  the request has a plan, though there may be warnings
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage, or a request that cannot be carried out
`;

/** `stepshift plan REQUEST`. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'shows what a request would do, and when',
  help: HELP,
  options: { json: { type: 'boolean' }, 'per-minute': { type: 'string' } },
  run: async ({ values, positionals }, screen) => {
    const [path, ...more] = positionals;
    if (path === undefined) throw new UsageFault('No request given: stepshift plan REQUEST.');
    if (more.length > 0) throw new UsageFault(`One request at a time, but ${positionals.length} were given.`);
    const perMinute = rate(values['per-minute']);
    const planned = plan(await readRequest(path), perMinute);
    if (planned.kind === 'refused') {
      for (const problem of planned.problems) screen.note(`${describeProblem('request', problem)}\n`);
      return EXIT.usage;
    }
    screen.print(
      values.json
        ? `${JSON.stringify(planFigures(planned.shown), null, 2)}\n`
        : planTable(planned.shown, { colour: screen.colour.print, columns: screen.columns }),
    );
    return EXIT.ok;
  },
};

type Outcome =
  | { readonly kind: 'planned'; readonly shown: PlanToShow }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

function plan(request: unknown, perMinute: number | undefined): Outcome {
  const parsed = parseRequest(request);
  if (parsed.kind === 'refused') return parsed;
  const planned = planDeployment(parsed.value);
  if (planned.kind === 'refused') return planned;
  const { plan, warnings } = planned;
  return { kind: 'planned', shown: { targets: parsed.value.targets, plan, warnings, perMinute } };
}

/** @throws UsageFault for what is no rate */
function rate(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(String(value)) && number > 0) return number;
  throw new UsageFault(`--per-minute: found ${JSON.stringify(value)}, expected a number above 0, such as 20 or 0.5.`);
}

/** @throws ScenarioFault when there is nothing to read, or it is not JSON */
async function readRequest(path: string): Promise<unknown> {
  const [name, text] = path === '-' ? ['standard input', await readStandardInput()] : fileText(path);
  const parsed = parseJson(text);
  if (parsed.kind === 'json') return parsed.value;
  const { line, column, found } = parsed;
  throw new ScenarioFault(`${name}: line ${line}, column ${column}: found ${found}, expected JSON`);
}

function fileText(path: string): readonly [string, string] {
  const file = givenPath(path, process.env);
  if (isFile(file)) return [named(file), readText(file)];
  throw new ScenarioFault(
    `${named(file)}: found no file there, expected one with a request as JSON, or - for standard input`,
  );
}
