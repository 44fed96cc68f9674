import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Command, onlyPositional, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `stepshift history: tells the story of a target over all its deployments

Usage: stepshift history TARGET [OPTIONS]

TARGET is a machine and its alias (orders:live), or the alias's ARN. The ledger knows its
deployments: which version was live when, who moved it, and why it came back; and what each
version has shown: stable, superseded or bad. Nothing is changed.

Options:
  --html FILE         one self-contained HTML page (- is standard output)
  --json              one JSON object: chapters, oldest first, spans of live versions, and
                      versions with what they have shown
  --open              shows the HTML page in the browser (the one BROWSER names, if any)
${DEPLOYER_OPTIONS_HELP}
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift history orders:live
  stepshift history orders:live --json | jq '.spans[-1].version'
  stepshift history arn:aws:states:eu-west-1:111122223333:stateMachine:orders:live --open

Exit codes:
  ${EXIT.ok}  it was told
  ${EXIT.fault}  an unexpected fault, such as a ledger that cannot be read
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  there is no such state machine
`;

/** `stepshift history TARGET`. */
export const historyCommand: Command = {
  name: 'history',
  summary: 'tells the story of a target over all its deployments',
  help: HELP,
  options: {
    ...DEPLOYER_OPTIONS,
    html: { type: 'string' },
    json: { type: 'boolean' },
    open: { type: 'boolean' },
  },
  run: async (given, screen) => {
    const named = onlyPositional(given, 'target');
    if (named === undefined) throw new UsageFault('No target given: stepshift history TARGET.');
    const { html, json, open } = given.values;
    if (json && (html !== undefined || open)) throw new UsageFault('Either --json or --html (or --open).');
    if (open && html === '-') throw new UsageFault('--open needs a file, and --html - has none.');
    const { showHistory } = await import('./standing/show-history.ts');
    await showHistory(named, given.values, screen);
    return EXIT.ok;
  },
};
