import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP, personOf } from './aws-options.ts';
import type { Command } from './command.ts';
import { requireDeployment } from './decide.ts';
import { DEPLOYMENT_HELP } from './deployment-help.ts';
import { EXIT } from './exit-codes.ts';
import { Fault } from './fault.ts';

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
  ${EXIT.criticalError}  the watchdog could not complete it
  ${EXIT.unexpected}  it was completed another way: it had been promoted, or had ended
  130 Ctrl-C: the watchdog goes on
`;

/** `stepshift abort DEPLOYMENT`. */
export const abortCommand: Command = {
  name: 'abort',
  summary: 'stops the deployer; the watchdog brings the alias back',
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
    const { values } = given;
    const [{ deploymentNamed }, { StopExecutionCommand }, { noSuchDeployment }] = await Promise.all([
      import('./deployment-named.ts'),
      import('@aws-sdk/client-sfn'),
      import('./watching/follow.ts'),
    ]);
    const { executionArn, aws } = await deploymentNamed(named, values);
    const execution = await aws.ports.executions.read(executionArn);
    if (!execution) throw noSuchDeployment(executionArn);
    if (execution.status !== 'RUNNING')
      throw new Fault(EXIT.validationError, `${executionArn} is not running: it is ${execution.status}.`);
    const cause = `${personOf(values)}${values.reason === undefined ? '' : `: ${values.reason}`}`;
    await aws.sfn.send(new StopExecutionCommand({ executionArn, error: 'StoppedByPerson', cause }));
    screen.note(`Stopped: ${executionArn}\n`);
    if (values.detach) {
      if (values.json) screen.print(`${JSON.stringify({ executionArn })}\n`);
      return EXIT.ok;
    }
    const { watchOnScreen } = await import('./watching/watched.ts');
    return watchOnScreen(executionArn, aws, given, screen, { expected: 'RolledBack' });
  },
};
