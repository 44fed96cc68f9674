import { defineMachine } from './asl.ts';
import { causeText } from './cause.ts';
import { MAXIMUM_TARGETS, SECOND_READING_SECONDS } from './limits.ts';
import type { RequestDefaults } from './request-defaults.ts';
import { RETRY_READING, RETRY_UNDOING, RETRY_WRITING } from './retries.ts';
import {
  abandon,
  afterAChange,
  beforeAnyChange,
  end,
  forEachTarget,
  inline,
  keepFailure,
  overDocument,
  overTarget,
  readAgain,
  runSmokeTest,
  task,
  withoutAccount,
} from './state-parts.ts';

/** The deployer's Task states. Each has a file of its own in `tasks/`: `ShiftTraffic` is `tasks/shift-traffic.ts`. */
export const TASK_NAMES = [
  'ValidateRequest',
  'LockTargets',
  'InspectTarget',
  'InspectAlarms',
  'PublishVersion',
  'PlanDeployment',
  'JudgeSmokeTest',
  'ConfirmSmokeTests',
  'BeginStep',
  'ShiftTraffic',
  'ConfirmShift',
  'CheckHealth',
  'ConfirmPromotion',
  'Promote',
  'FinishDeployment',
  'PruneVersions',
  'RollBack',
  'TendExecutions',
  'FinishRollBack',
  'RefuseDeployment',
  'AbandonDeployment',
  'SayWhatIsKnown',
] as const;

export type TaskName = (typeof TASK_NAMES)[number];
export type FunctionArns = Readonly<Record<TaskName, string>>;

/** Between two tries to read what somebody else has just changed. */
const READINGS_SETTLE_SECONDS = 5;

/** The end where even the task that would tell it failed. */
const UNEXPLAINED = {
  name: 'CriticalError',
  cause: causeText({
    reason: 'Unexplained',
    summary: 'The deployer could not give its account. Look at the alias of each target and at this history.',
    targets: [],
    evidence: [],
    recovery: 'pending',
    repair: [],
  }),
} as const;

/**
 * The deployer as a state machine, in the order things happen. The same object is deployed, rehearsed, validated and drawn.
 * @param functionArns what each Task invokes
 * @param defaults what a request means where it is silent: part of the definition, so that each history shows it
 */
export function deployerDefinition(functionArns: FunctionArns, defaults: RequestDefaults = {}) {
  return defineMachine({
    Comment:
      'Stepshift: releases new versions of state machines a little at a time, and takes them back when they are unhealthy.',
    StartAt: 'ValidateRequest',
    States: {
      ValidateRequest: {
        Comment: 'Is the request complete and free of contradictions? Nothing has been touched yet.',
        ...task(functionArns.ValidateRequest, RETRY_READING),
        Parameters: {
          'input.$': '$',
          'executionArn.$': '$$.Execution.Id',
          'startedAt.$': '$$.Execution.StartTime',
          defaults,
        },
        ResultPath: '$',
        Catch: [
          { ErrorEquals: ['ValidationError', 'States.DataLimitExceeded'], Next: 'KeepRefusal' },
          { ErrorEquals: ['States.ALL'], Next: 'KeepFailure' },
        ],
        Next: 'LockTargets',
      },

      LockTargets: {
        Comment: 'Takes the lock of each target, all or none; completes a deployment that died holding one.',
        ...overDocument(functionArns.LockTargets, RETRY_WRITING, { 'retryCount.$': '$$.State.RetryCount' }),
        ResultPath: '$.lock',
        Catch: beforeAnyChange,
        Next: 'InspectTargets',
      },

      InspectTargets: {
        Comment: 'Do the machines exist, what is their current revision, and where do their aliases stand?',
        ...forEachTarget({ 'request.$': '$.request' }),
        ItemsPath: '$.request.targets',
        ItemProcessor: {
          ...inline,
          StartAt: 'InspectTarget',
          States: {
            InspectTarget: {
              Comment: 'Reads one machine and its alias.',
              ...task(functionArns.InspectTarget, RETRY_WRITING),
              Parameters: { 'target.$': '$.target', 'request.$': '$.request' },
              ResultPath: '$',
              End: true,
            },
          },
        },
        ResultPath: '$.targets',
        Catch: beforeAnyChange,
        Next: 'IsItARestore',
      },

      IsItARestore: {
        Comment: 'The emergency road back asks for no alarms, no evidence and no bake.',
        Type: 'Choice',
        Choices: [{ Variable: '$.request.road', StringEquals: 'restore', Next: 'ConfirmPromotion' }],
        Default: 'InspectAlarms',
      },

      InspectAlarms: {
        Comment: 'Does every alarm exist, and is it quiet? An alarm that fires already could not tell anything.',
        ...overDocument(functionArns.InspectAlarms),
        ResultPath: '$.alarms',
        Catch: beforeAnyChange,
        Next: 'PublishVersions',
      },

      PublishVersions: {
        Comment: 'Publishes the revision that was inspected, and no other; the same revision is never published twice.',
        ...forEachTarget({ 'request.$': '$.request', 'startedAt.$': '$.execution.startedAt' }),
        ItemProcessor: {
          ...inline,
          StartAt: 'PublishVersion',
          States: {
            PublishVersion: {
              Comment: 'Publishes one version, or finds the published one that the request names.',
              ...task(functionArns.PublishVersion, RETRY_READING),
              ...overTarget('request', 'startedAt'),
              ResultPath: '$.target.candidate',
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.target.failure', Next: 'KeepPublishFailure' }],
              End: true,
            },
            KeepPublishFailure: keepFailure,
          },
        },
        ResultPath: '$.targets',
        Catch: beforeAnyChange,
        Next: 'PlanDeployment',
      },

      PlanDeployment: {
        Comment: 'Lays out weights and times, and sees whether anything is to be done at all.',
        ...overDocument(functionArns.PlanDeployment),
        ResultPath: '$.plan',
        Catch: [readAgain, ...beforeAnyChange],
        Next: 'IsThereAnythingToDo',
      },

      LetReadingsSettle: {
        Comment: 'What was read was not what is there, and nothing was changed on its ground: read it again.',
        Type: 'Wait',
        Seconds: READINGS_SETTLE_SECONDS,
        Next: 'InspectTargets',
      },

      IsThereAnythingToDo: {
        Comment: 'Are all aliases on the current revision already?',
        Type: 'Choice',
        Choices: [
          { Variable: '$.plan.decision', StringEquals: 'deploy', Next: 'BeginStep' },
          { Variable: '$.plan.decision', StringEquals: 'testFirst', Next: 'RunSmokeTests' },
          { Variable: '$.plan.decision', StringEquals: 'lookAgain', Next: 'LookAgainLater' },
        ],
        Default: 'FinishDeployment',
      },

      LookAgainLater: {
        Comment: 'One reading may be stale: nothing to do is believed when a second one agrees.',
        Type: 'Wait',
        Seconds: SECOND_READING_SECONDS,
        Next: 'InspectTargets',
      },

      RunSmokeTests: {
        Comment: 'Runs every smoke test on its candidate, which has no traffic yet.',
        Type: 'Map',
        ItemsPath: '$.plan.smokeTests',
        ItemSelector: { 'run.$': '$$.Map.Item.Value' },
        MaxConcurrency: MAXIMUM_TARGETS,
        ItemProcessor: {
          ...inline,
          StartAt: 'WhatTypeIsTheMachine',
          States: {
            WhatTypeIsTheMachine: {
              Comment: 'An EXPRESS machine answers its execution; a STANDARD one is waited for.',
              Type: 'Choice',
              Choices: [{ Variable: '$.run.type', StringEquals: 'EXPRESS', Next: 'RunExpressSmokeTest' }],
              Default: 'RunSmokeTest',
            },
            RunSmokeTest: {
              Comment: 'Starts the candidate with the input of the test, and waits for its end.',
              ...runSmokeTest('arn:aws:states:::states:startExecution.sync:2', '$.run.test.input'),
              Next: 'JudgeSmokeTest',
            },
            RunExpressSmokeTest: {
              Comment: 'Runs the candidate with the input of the test.',
              ...runSmokeTest(
                'arn:aws:states:::aws-sdk:sfn:startSyncExecution',
                'States.JsonToString($.run.test.input)',
              ),
              Next: 'JudgeSmokeTest',
            },
            JudgeSmokeTest: {
              Comment: 'Did the test go as expected?',
              ...task(functionArns.JudgeSmokeTest, RETRY_READING),
              Parameters: { 'run.$': '$.run' },
              ResultPath: '$',
              End: true,
            },
          },
        },
        ResultPath: '$.smokeTests',
        Catch: afterAChange,
        Next: 'ConfirmSmokeTests',
      },

      ConfirmSmokeTests: {
        Comment: 'Did every smoke test go as expected? If not, the candidate gets no traffic.',
        ...overDocument(functionArns.ConfirmSmokeTests),
        ResultPath: '$.health',
        Catch: afterAChange,
        Next: 'WhatIsTheVerdict',
      },

      BeginStep: {
        Comment: 'Which weight comes next, and how long is it watched?',
        ...overDocument(functionArns.BeginStep),
        ResultPath: '$.step',
        Catch: afterAChange,
        Next: 'ShiftTargets',
      },

      ShiftTargets: {
        Comment: 'Gives the candidates their next weight.',
        ...forEachTarget({ 'weightPercent.$': '$.step.weightPercent', 'stepNumber.$': '$.step.number' }),
        ItemProcessor: {
          ...inline,
          StartAt: 'ShiftTraffic',
          States: {
            ShiftTraffic: {
              Comment: 'Moves one alias: makes sure nobody else has moved it, writes, and reads back.',
              ...task(functionArns.ShiftTraffic, RETRY_WRITING),
              ...overTarget('weightPercent', 'stepNumber'),
              ResultPath: '$.target.shifted',
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.target.failure', Next: 'KeepShiftFailure' }],
              End: true,
            },
            KeepShiftFailure: keepFailure,
          },
        },
        ResultPath: '$.targets',
        Catch: afterAChange,
        Next: 'ConfirmShift',
      },

      ConfirmShift: {
        Comment: 'Are all targets at the new weight? From here on the bake time counts.',
        ...overDocument(functionArns.ConfirmShift),
        ResultPath: '$.health',
        Catch: [readAgain, ...afterAChange],
        Next: 'Bake',
      },

      Bake: {
        Comment: 'Lets evidence come in.',
        Type: 'Wait',
        SecondsPath: '$.health.waitSeconds',
        Next: 'CheckHealth',
      },

      CheckHealth: {
        Comment: 'Reads the evidence, judges it and decides how to go on.',
        ...overDocument(functionArns.CheckHealth, RETRY_UNDOING, { 'retryCount.$': '$$.State.RetryCount' }),
        ResultPath: '$.health',
        Catch: afterAChange,
        Next: 'WhatIsTheVerdict',
      },

      WhatIsTheVerdict: {
        Comment: 'Only healthy moves a deployment forward.',
        Type: 'Choice',
        Choices: [
          { Variable: '$.health.decision', StringEquals: 'keepBaking', Next: 'Bake' },
          { Variable: '$.health.decision', StringEquals: 'nextStep', Next: 'BeginStep' },
          { Variable: '$.health.decision', StringEquals: 'promote', Next: 'ConfirmPromotion' },
        ],
        Default: 'RollBackTargets',
      },

      ConfirmPromotion: {
        Comment: 'Is every alias as it was left? The point of no return: from here on it goes only forward.',
        ...overDocument(functionArns.ConfirmPromotion, RETRY_UNDOING),
        ResultPath: '$.promotion',
        Catch: [readAgain, ...afterAChange],
        Next: 'PromoteTargets',
      },

      PromoteTargets: {
        Comment: 'Gives the aliases wholly to the candidates.',
        ...forEachTarget({}),
        ItemProcessor: {
          ...inline,
          StartAt: 'Promote',
          States: {
            Promote: {
              Comment: 'Leaves one alias with one route, to the candidate.',
              ...task(functionArns.Promote, RETRY_UNDOING),
              ...overTarget(),
              ResultPath: '$.target.promoted',
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.target.failure', Next: 'KeepPromoteFailure' }],
              End: true,
            },
            KeepPromoteFailure: keepFailure,
          },
        },
        ResultPath: '$.targets',
        Catch: afterAChange,
        Next: 'FinishDeployment',
      },

      FinishDeployment: {
        Comment: 'Did every target arrive? Says how the deployment ends, and lets go of the locks.',
        ...overDocument(functionArns.FinishDeployment, RETRY_UNDOING),
        ResultPath: '$.end',
        Catch: afterAChange,
        Next: 'DidEveryTargetArrive',
      },

      DidEveryTargetArrive: {
        Comment: 'A target that could not be promoted is left at 100 percent for a person, never moved back.',
        Type: 'Choice',
        Choices: [
          { Variable: '$.end.next', StringEquals: 'Succeeded', Next: 'Succeeded' },
          { Variable: '$.end.next', StringEquals: 'NothingToDo', Next: 'NothingToDo' },
          { Variable: '$.end.next', StringEquals: 'PruneVersions', Next: 'PruneVersions' },
        ],
        Default: 'CriticalError',
      },

      PruneVersions: {
        Comment: 'Deletes old versions that nobody can need any more. If that fails, the next deployment does it.',
        ...overDocument(functionArns.PruneVersions),
        ResultPath: '$.pruned',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.pruneError', Next: 'Succeeded' }],
        Next: 'Succeeded',
      },

      RollBackTargets: {
        Comment: 'Compensation: brings every alias back to where it was found.',
        ...forEachTarget({}),
        ItemProcessor: {
          ...inline,
          StartAt: 'RollBack',
          States: {
            RollBack: {
              Comment:
                'Puts one alias wholly on stable and reads it back; one that somebody else moved is left as found.',
              ...task(functionArns.RollBack, RETRY_UNDOING),
              ...overTarget(),
              ResultPath: '$.target.rolledBack',
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.target.failure', Next: 'KeepRollBackFailure' }],
              End: true,
            },
            KeepRollBackFailure: keepFailure,
          },
        },
        ResultPath: '$.targets',
        Catch: [withoutAccount],
        Next: 'TendExecutions',
      },

      TendExecutions: {
        Comment:
          'What becomes of the executions that the candidate was given: left, stopped, waited for, started again.',
        ...overDocument(functionArns.TendExecutions),
        ResultPath: '$.afterCare',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.afterCareError', Next: 'FinishRollBack' }],
        Next: 'AreTheyTended',
      },

      AreTheyTended: {
        Comment: 'There may be more than one call has time for, or some that are waited for.',
        Type: 'Choice',
        Choices: [{ Variable: '$.afterCare.progress', StringEquals: 'more', Next: 'LetThemGoOn' }],
        Default: 'FinishRollBack',
      },

      LetThemGoOn: {
        Comment: 'Until the next look at the executions.',
        Type: 'Wait',
        SecondsPath: '$.afterCare.waitSeconds',
        Next: 'TendExecutions',
      },

      FinishRollBack: {
        Comment: 'Is everything back? Says how the deployment ends, why, and what is left; lets go of what is proven.',
        ...overDocument(functionArns.FinishRollBack, RETRY_UNDOING),
        ResultPath: '$.end',
        Catch: [abandon, withoutAccount],
        Next: 'IsEverythingBack',
      },

      IsEverythingBack: {
        Comment: 'RolledBack promises that every alias is proven on stable; anything less is critical.',
        Type: 'Choice',
        Choices: [{ Variable: '$.end.name', StringEquals: 'RolledBack', Next: 'RolledBack' }],
        Default: 'CriticalError',
      },

      KeepRefusal: {
        Comment: 'The request never became a deployment: only the refusal is kept.',
        Type: 'Pass',
        Parameters: { 'error.$': '$', targets: [] },
        Next: 'RefuseDeployment',
      },

      RefuseDeployment: {
        Comment: 'Says why the request cannot be carried out. No alias was changed.',
        ...overDocument(functionArns.RefuseDeployment, RETRY_UNDOING),
        ResultPath: '$.end',
        Catch: [withoutAccount],
        Next: 'ValidationError',
      },

      AbandonDeployment: {
        Comment: 'Recovery or another deployment has taken over: this one touches nothing any more.',
        ...overDocument(functionArns.AbandonDeployment),
        ResultPath: '$.end',
        Catch: [withoutAccount],
        Next: 'CriticalError',
      },

      KeepFailure: {
        Comment: 'The request could not even be checked: only the failure is kept.',
        Type: 'Pass',
        Parameters: { 'error.$': '$', targets: [] },
        Next: 'RollBackTargets',
      },

      SayWhatIsKnown: {
        Comment: 'The end could not be written down in the ledger: says how it ends all the same.',
        ...overDocument(functionArns.SayWhatIsKnown),
        ResultPath: '$.end',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.accountError', Next: 'LeaveItUnexplained' }],
        Next: 'WasItRefused',
      },

      WasItRefused: {
        Comment: 'What was refused has changed no alias, whatever the ledger knows.',
        Type: 'Choice',
        Choices: [{ Variable: '$.end.name', StringEquals: 'ValidationError', Next: 'ValidationError' }],
        Default: 'CriticalError',
      },

      LeaveItUnexplained: {
        Comment: 'Not even that can be said: this history is all there is.',
        Type: 'Pass',
        Parameters: UNEXPLAINED,
        ResultPath: '$.end',
        Next: 'CriticalError',
      },

      Succeeded: { Comment: 'Every alias is wholly on its candidate, with one route.', Type: 'Succeed' },
      NothingToDo: {
        Comment: 'Every alias was on the current revision already; nothing was changed.',
        Type: 'Succeed',
      },
      ValidationError: {
        Comment: 'The request cannot be carried out; no alias was changed. The cause says what to mend.',
        ...end('ValidationError'),
      },
      RolledBack: {
        Comment: 'The candidate was not good enough; every alias is proven on stable. The cause says why.',
        ...end('RolledBack'),
      },
      CriticalError: {
        Comment: 'Something unforeseen, or somebody else moved an alias. The cause says what is left to do.',
        ...end('CriticalError'),
      },
    },
  });
}
