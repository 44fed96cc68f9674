import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import type { Command } from './command.ts';
import { requireDeployment } from './decide.ts';
import { DEPLOYMENT_HELP } from './deployment-help.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `stepshift abort: stops the deployer, and lets the watchdog bring the alias back

Usage: stepshift abort DEPLOYMENT [OPTIONS]

${DEPLOYMENT_HELP}

For a deployment that does not hear: stepshift rollback is the gentler way. The execution
is stopped, and the watchdog completes what it left within a few minutes: the alias comes
back, or, where the deployment had been promoted already, goes on to the candidate.

Options:
  --reason TEXT       why, for the record
  --by NAME           who you are, for the record (default: STEPSHIFT_ACTOR, or your user
                      name)
  --detach            does not wait for the watchdog: 0 once it is stopped
${DEPLOYER_OPTIONS_HELP}
  --json              the audit record as one JSON object on stdout
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift abort orders:live --reason "wrong machine"
  stepshift abort arn:aws:states:eu-west-1:111122223333:execution:Stepshift:orders-7 --detach

Exit codes:
  ${EXIT.ok}  every alias is back
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  no such deployment runs
  ${EXIT.criticalError}  CriticalError, or the watchdog could not complete it
  ${EXIT.unexpected}  it was completed another way: it had been promoted, or had ended
  130 Ctrl-C: the watchdog goes on
`;

/** `stepshift abort DEPLOYMENT`. */
export const abortCommand: Command = {
  name: 'abort',
  summary: 'stops the deployer, and lets the watchdog bring the alias back',
  help: HELP,
  options: {
    ...DEPLOYER_OPTIONS,
    reason: { type: 'string' },
    by: { type: 'string' },
    detach: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async (given, screen) => {
    const named = requireDeployment(given, 'abort');
    const { abort } = await import('./deciding/abort.ts');
    return abort(named, given, screen);
  },
};
