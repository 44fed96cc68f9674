import { painter } from '../report/paint.ts';
import { wrapped } from '../report/terminal.ts';
import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import type { Finding } from './checkup/finding.ts';
import { type Arguments, type Command, onlyPositional } from './command.ts';
import { EXIT } from './exit-codes.ts';
import type { Screen } from './screen.ts';

const HELP = `stepshift doctor: is the deployer installed, and can this be deployed?

Usage: stepshift doctor [TARGET | REQUEST] [OPTIONS]

TARGET is a machine and its alias (orders:live), or the alias's ARN; REQUEST is a JSON file
that ends in .json. Nothing is changed. Looked at: the deployer, its version and its ledger;
what you may do; and of what is to be deployed its alias, its alarms, its metrics, and
callers that pass by the alias.

Options:
${DEPLOYER_OPTIONS_HELP}
  --json              one JSON object on stdout: findings (kind: good, warning, bad or
                      untried; text)
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift doctor
  stepshift doctor orders:live
  stepshift doctor request.json --profile production

Exit codes:
  ${EXIT.ok}  nothing stands in the way, though there may be warnings
  ${EXIT.fault}  an unexpected fault, or AWS could not be asked
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  something stands in the way
`;

/** `stepshift doctor [TARGET | REQUEST]`. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'is the deployer installed, and can this be deployed?',
  help: HELP,
  options: { ...DEPLOYER_OPTIONS, json: { type: 'boolean' } },
  run: async (given, screen) => {
    const named = onlyPositional(given, 'target or request');
    const findings = await findingsOf(named, given.values);
    screen.print(given.values.json ? `${JSON.stringify({ findings }, null, 2)}\n` : inWords(findings, screen));
    return findings.some(({ kind }) => kind === 'bad') ? EXIT.validationError : EXIT.ok;
  },
};

async function findingsOf(named: string | undefined, values: Arguments['values']): Promise<readonly Finding[]> {
  const [{ openAws }, { deployerArn }, { checkDeployer }, { checkRequest }, { checked }, { targetNamed }] =
    await Promise.all([
      import('./aws.ts'),
      import('./deployer-named.ts'),
      import('./checkup/deployer.ts'),
      import('./checkup/target.ts'),
      import('./deploying/wanted.ts'),
      import('./machines.ts'),
    ]);
  if (named === undefined) {
    const aws = openAws(values);
    return checkDeployer(await deployerArn(values, aws), values, aws);
  }
  const text = named.endsWith('.json')
    ? await import('./read-request.ts').then((it) => it.readRequest(named))
    : undefined;
  const request =
    text === undefined
      ? checked({ ...(await targetNamed(named, openAws(values, named))) })
      : checked(text as Parameters<typeof checked>[0]);
  const near = request.targets[0]!.stateMachineArn;
  const aws = openAws(values, near);
  const deployer = await deployerArn(values, aws, near);
  return [...(await checkDeployer(deployer, values, aws)), ...(await checkRequest(request, aws))];
}

const MARKS = { good: '✔', warning: '!', bad: '✘', untried: '·' } as const;
const COLOURS = { good: 'good', warning: 'unsure', bad: 'bad', untried: 'faint' } as const;

function inWords(findings: readonly Finding[], screen: Screen): string {
  const paint = painter(screen.colour.print);
  return findings
    .flatMap(({ kind, text }) =>
      wrapped(text, screen.columns, '  ').map((line, i) =>
        i === 0 ? `${paint[COLOURS[kind]](MARKS[kind])}${line.slice(1)}` : line,
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}
