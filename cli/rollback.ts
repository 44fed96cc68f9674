import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import type { Command } from './command.ts';
import { requireDeployment } from './decide.ts';
import { DEPLOYMENT_HELP } from './deployment-help.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `stepshift rollback: takes a release back

Usage: stepshift rollback DEPLOYMENT [OPTIONS]

${DEPLOYMENT_HELP}

While the deployment runs it is told to roll back, and is followed until it has. After it
has succeeded the version before it is restored: at once, without alarms and without bake.

Options:
  --to VERSION        restores this version, by number or ARN, whatever stands in the way: a
                      deployment that runs gives way
  --reason TEXT       why, for the record
  --by NAME           who you are, for the record (default: STEPSHIFT_ACTOR, or your user
                      name)
  --detach            does not follow it: 0 once it is told
${DEPLOYER_OPTIONS_HELP}
  --json              the audit record as one JSON object on stdout
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift rollback orders:live
  stepshift rollback orders:live --to 41 --reason "orders are lost"
  stepshift rollback arn:aws:states:eu-west-1:111122223333:execution:Stepshift:orders-7

Exit codes:
  ${EXIT.ok}  the alias is back
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  there is nothing to take back, or nothing to take it back to
  ${EXIT.criticalError}  CriticalError
  ${EXIT.unexpected}  the deployment went another way: it was over before it heard
  130 Ctrl-C: the roll-back goes on
`;

/** `stepshift rollback DEPLOYMENT`. */
export const rollbackCommand: Command = {
  name: 'rollback',
  summary: 'takes a release back',
  help: HELP,
  options: {
    ...DEPLOYER_OPTIONS,
    to: { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string' },
    detach: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async (given, screen) => {
    const named = requireDeployment(given, 'rollback');
    const { takeBack } = await import('./deciding/take-back.ts');
    return takeBack(named, given, screen);
  },
};
