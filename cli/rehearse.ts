import { harmless } from '../report/paint.ts';
import { type News, progressTeller } from '../report/progress.ts';
import { terminalSummary } from '../report/terminal.ts';
import { type Command, UsageFault } from './command.ts';
import { EXIT, exitCodeOf, exitCodesText } from './exit-codes.ts';
import { givenPath } from './given-path.ts';
import { wholeNumber } from './numbers.ts';
import type { Rehearsal } from './rehearsal/rehearsal.ts';
import { resultOf } from './rehearsal/result.ts';
import { writeReport } from './report.ts';
import { readScenario } from './scenario/read.ts';
import type { Scenario, ScenarioMachine } from './scenario/scenario.ts';
import type { Screen } from './screen.ts';

const HELP = `stepshift rehearse: runs a deployment on local AWS, in virtual time

Usage: stepshift rehearse SCENARIO [OPTIONS]

SCENARIO is a folder with a scenario.json, or any path that ends in .json. Progress is
shown on stderr while it runs, the summary on stdout.

Options:
  --json    one JSON object on stdout: the audit record, with alias, executions and
            virtualSeconds (keyed by machine, as shifts is, where there are several)
  --report FILE
            writes an HTML report of the deployment, as stepshift report --html does
  --seed N  what is drawn at random follows from it (default: the scenario's, or 1);
            the same seed gives the same rehearsal, to the last byte
  --help    this text
  --debug   when something goes wrong, its stack trace

Examples:
  stepshift rehearse examples/sample-alias-machine
  stepshift rehearse examples/strategies/linear-30-percent.json --seed 7
  stepshift rehearse examples/sample-alias-machine --json | jq .shifts

${exitCodesText()}
`;

/** `stepshift rehearse SCENARIO`. */
export const rehearseCommand: Command = {
  name: 'rehearse',
  summary: 'runs a deployment on local AWS, in virtual time',
  help: HELP,
  options: { json: { type: 'boolean' }, seed: { type: 'string' }, report: { type: 'string' } },
  run: async ({ values, positionals }, screen) => {
    const [path, ...more] = positionals;
    if (path === undefined) throw new UsageFault('No scenario given: stepshift rehearse SCENARIO.');
    if (more.length > 0) throw new UsageFault(`One scenario at a time, but ${positionals.length} were given.`);
    if (values.report === '-') throw new UsageFault('--report needs a file: standard output has the summary.');
    const seed = wholeNumber('--seed', values.seed);
    const scenario = readScenario(givenPath(path, process.env));
    const rehearsal = await rehearseOnScreen(scenario, screen, seed);
    screen.print(values.json ? `${JSON.stringify(resultOf(rehearsal), null, 2)}\n` : summary(rehearsal, screen));
    if (values.report !== undefined) await writeReport(rehearsal, String(values.report), screen);
    return verdict(rehearsal, scenario, screen);
  },
};

/** Runs a scenario, and notes on the screen what happens while it does. */
export async function rehearseOnScreen(scenario: Scenario, screen: Screen, seed = scenario.seed): Promise<Rehearsal> {
  // Only now, as loading the AWS SDK takes longer than all the rest: help and wrong usage do not wait for it.
  const { rehearse } = await import('./rehearsal/rehearsal.ts');
  screen.note(`Rehearsing ${harmless(scenario.name)} on local AWS, in virtual time, seed ${seed}\n`);
  for (const machine of scenario.machines) screen.note(`${harmless(machineLine(machine))}\n`);
  const { targets } = (scenario.request ?? {}) as { readonly targets?: unknown };
  const several = Array.isArray(targets) && targets.length > 1;
  const tell = progressTeller({ colour: screen.colour.note, columns: screen.columns, several });
  const onProgress = (news: News): void => {
    for (const line of tell(news)) screen.note(`${line}\n`);
  };
  const rehearsal = await rehearse(scenario, { seed, onProgress });
  screen.note('\n');
  return rehearsal;
}

function machineLine({ name, type, traffic }: ScenarioMachine): string {
  return `${name}, ${type}, ${trafficInWords(traffic)}`;
}

function trafficInWords({ phases }: ScenarioMachine['traffic']): string {
  const rates = phases.map(({ perMinute }) => perMinute);
  if (rates.every((rate) => rate === 0)) return 'no traffic';
  return rates.length === 1 ? `${rates[0]} executions a minute` : `traffic in ${rates.length} phases`;
}

export function summary({ record, machines }: Rehearsal, screen: Screen): string {
  return terminalSummary(record, { colour: screen.colour.print, columns: screen.columns, machines });
}

/** The exit code; an expectation that does not hold, and an end that is none of the deployer's, are noted. */
function verdict({ record: { outcome } }: Rehearsal, { expect }: Scenario, screen: Screen): number {
  const code = exitCodeOf(outcome, expect);
  if (code === EXIT.unexpected) screen.note(`stepshift: the scenario expects ${expect}, but the end was ${outcome}.\n`);
  if (code === EXIT.fault) screen.note(`stepshift: the deployment ended as ${outcome}, which is none of its ends.\n`);
  return code;
}
