import { aliasArn } from '../workflow/arns.ts';
import { DEPLOYER_ALIAS } from '../workflow/installation.ts';

/** Between two looks at a stack that is still being updated. Updates take minutes; at this pace a day of them fits into one execution's history. */
const LOOK_SECONDS = 30;

const RETRY = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 5,
  MaxAttempts: 8,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/** AWS: what StartExecution answers for an alias that is not there, too. */
const NO_ALIAS = ['StepFunctions.StateMachineDoesNotExistException'];

/** An alias that was made just now may not be seen at once. */
const RETRY_ALIAS = {
  ErrorEquals: NO_ALIAS,
  IntervalSeconds: 5,
  MaxAttempts: 3,
  BackoffRate: 2,
  JitterStrategy: 'NONE',
};

/**
 * What `GradualDeployment` starts instead of the deployer itself: it waits until the stack has settled, and starts the deployment only where the update has gone well. An
 * update that fails is rolled back, and so is the definition that would have been deployed; the roll-back itself is an update too, and must not start a second deployment.
 * Its input: `{stackId, request}`. The deployer is started through its alias, so that an upgrade of it gets no more than its share; the first deployment of a deployer that
 * deploys itself creates that alias.
 * @param partition of AWS, whose integrations bear its name
 */
export function starterDefinition(deployerArn: string, partition = 'aws') {
  const start = (StateMachineArn: string) => ({
    Type: 'Task',
    Resource: `arn:${partition}:states:::states:startExecution`,
    Parameters: { StateMachineArn, 'Name.$': '$$.Execution.Name', 'Input.$': '$.request' },
    ResultPath: '$.deployment',
    TimeoutSeconds: 60,
    Next: 'DeploymentStarted',
  });
  return {
    Comment: 'Stepshift: starts a deployment once the stack that asked for it has settled.',
    StartAt: 'ReadStack',
    States: {
      ReadStack: {
        Comment: 'How is the stack?',
        Type: 'Task',
        Resource: `arn:${partition}:states:::aws-sdk:cloudformation:describeStacks`,
        Parameters: { 'StackName.$': '$.stackId' },
        ResultSelector: { 'status.$': '$.Stacks[0].StackStatus' },
        ResultPath: '$.stack',
        TimeoutSeconds: 60,
        Retry: [RETRY],
        Next: 'HasTheStackSettled',
      },
      HasTheStackSettled: {
        Comment: 'Only an update that went well is deployed.',
        Type: 'Choice',
        Choices: [
          { Variable: '$.stack.status', StringMatches: '*ROLLBACK*', Next: 'StackRolledBack' },
          { Variable: '$.stack.status', StringMatches: 'DELETE_*', Next: 'StackFailed' },
          // CloudFormation still cleans up after UPDATE_COMPLETE, in a status that begins with the same words: it does not go back from there.
          { Variable: '$.stack.status', StringMatches: 'UPDATE_COMPLETE*', Next: 'StartDeployment' },
          { Variable: '$.stack.status', StringMatches: '*_COMPLETE', Next: 'StartDeployment' },
          { Variable: '$.stack.status', StringMatches: '*_IN_PROGRESS', Next: 'LetTheStackSettle' },
        ],
        Default: 'StackFailed',
      },
      LetTheStackSettle: {
        Comment: 'The update is under way.',
        Type: 'Wait',
        Seconds: LOOK_SECONDS,
        Next: 'ReadStack',
      },
      StartDeployment: {
        Comment: 'Starts the deployer through its alias, and does not wait for it.',
        ...start(aliasArn(deployerArn, DEPLOYER_ALIAS)),
        Retry: [RETRY_ALIAS, RETRY],
        Catch: [{ ErrorEquals: NO_ALIAS, ResultPath: '$.noAlias', Next: 'StartFirstDeployment' }],
      },
      StartFirstDeployment: {
        Comment: 'The deployer has no alias yet: its newest revision is started, and creates it.',
        ...start(deployerArn),
        Retry: [RETRY],
      },
      DeploymentStarted: { Comment: 'The deployer has taken over.', Type: 'Succeed' },
      StackRolledBack: {
        Comment: 'The stack went back to what it was: there is nothing to deploy.',
        Type: 'Succeed',
      },
      StackFailed: {
        Comment: 'The stack was left half way, or is being deleted: nothing is deployed.',
        Type: 'Fail',
        Error: 'StackFailed',
        Cause: 'The stack has neither been updated nor rolled back. When it is mended, start the deployment by hand.',
      },
    },
  };
}
