import type { Decision } from '../workflow/decisions.ts';
import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Arguments, type Command, onlyPositional, UsageFault } from './command.ts';
import { DEPLOYMENT_HELP } from './deployment-help.ts';
import { EXIT } from './exit-codes.ts';

interface Verb {
  readonly decision: Decision['decision'];
  readonly summary: string;
  /** What follows from it. */
  readonly about: string;
  readonly examples: readonly string[];
}

/** `stepshift pause DEPLOYMENT`: nothing goes forward until resume. */
export const pauseCommand = decisionCommand({
  decision: 'pause',
  summary: 'holds a deployment where it is',
  about: `The deployment stays at the weight it has until somebody resumes it. An unhealthy candidate
comes back all the same.`,
  examples: ['pause orders:live --reason "the support team is at lunch"'],
});

/** `stepshift resume DEPLOYMENT`. */
export const resumeCommand = decisionCommand({
  decision: 'resume',
  summary: 'lets a paused deployment go on',
  about: 'The deployment goes on from where it was paused.',
  examples: ['resume orders:live'],
});

/** `stepshift approve DEPLOYMENT`: of the step under way. */
export const approveCommand = decisionCommand({
  decision: 'approve',
  summary: 'lets a deployment go on to its next step',
  about: `The step under way may end when its time is over, though it waits for approval, or though the
evidence does not tell. It is one step's: the next one is approved anew.`,
  examples: ['approve orders:live', 'approve orders:live --reason "numbers look good" --by kim'],
});

/** `stepshift promote DEPLOYMENT`: all the way, now. */
export const promoteCommand = decisionCommand({
  decision: 'promote',
  summary: 'gives the alias wholly to the candidate, now',
  about: `The candidate gets everything at the next look at the evidence, whatever steps are left.
An unhealthy one comes back all the same.`,
  examples: ['promote orders:live --reason "the fix is urgent"'],
});

function decisionCommand({ decision, summary, about, examples }: Verb): Command {
  const help = `stepshift ${decision}: ${summary}

Usage: stepshift ${decision} DEPLOYMENT [OPTIONS]

${DEPLOYMENT_HELP}

${about} The deployment hears of it at its next look.

Options:
  --reason TEXT       why, for the record
  --by NAME           who you are, for the record (default: STEPSHIFT_ACTOR, or your user
                      name)
${DEPLOYER_OPTIONS_HELP}
  --json              one JSON object on stdout: executionArn and the decision
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
${examples.map((example) => `  stepshift ${example}`).join('\n')}

Exit codes:
  ${EXIT.ok}  it is told
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  no such deployment is under way
`;
  return {
    name: decision,
    summary,
    help,
    options: { ...DEPLOYER_OPTIONS, reason: { type: 'string' }, by: { type: 'string' }, json: { type: 'boolean' } },
    run: async (given, screen) => {
      const named = requireDeployment(given, decision);
      const { decide } = await import('./deciding/tell.ts');
      await decide(decision, named, given, screen);
      return EXIT.ok;
    },
  };
}

/** @throws UsageFault where none is named: what is decided is decided about one */
export function requireDeployment(given: Arguments, command: string): string {
  const named = onlyPositional(given, 'deployment');
  if (named === undefined) throw new UsageFault(`No deployment given: stepshift ${command} DEPLOYMENT.`);
  return named;
}
