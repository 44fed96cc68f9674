import type { OurError } from './errors.ts';

/**
 * The part of the Amazon States Language (JSONPath) that the deployer's definition uses, typed strictly: a misspelt `Next` or error name does
 * not compile. `Name` is the union of the state names of the machine at hand. Specification: https://states-language.net.
 */
export interface Machine<Name extends string = string> {
  readonly Comment: string;
  readonly StartAt: Name;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<Name, State<Name>>>;
}

export type State<Name extends string = string> =
  | TaskState<Name>
  | MapState<Name>
  | PassState<Name>
  | ChoiceState<Name>
  | WaitState<Name>
  | SucceedState
  | FailState;

/** AWS's own error names that the deployer tells apart. */
export type AwsErrorName =
  | 'States.ALL'
  | 'States.Timeout'
  | 'States.DataLimitExceeded'
  | 'Lambda.ServiceException'
  | 'Lambda.AWSLambdaException'
  | 'Lambda.SdkClientException'
  | 'Lambda.TooManyRequestsException'
  | 'Lambda.Unknown'
  | 'Sandbox.Timedout'
  | 'StepFunctions.ExecutionLimitExceededException'
  | 'StepFunctions.ThrottlingException'
  | 'StepFunctions.AWSStepFunctionsException'
  | 'StepFunctions.SdkClientException'
  | 'Sfn.ThrottlingException'
  | 'Sfn.SfnException'
  | 'Sfn.SdkClientException';

export type ErrorName = OurError | AwsErrorName;

export interface Retrier {
  readonly ErrorEquals: readonly ErrorName[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL' | 'NONE';
}

export interface Catcher<Name extends string> {
  readonly ErrorEquals: readonly ErrorName[];
  readonly Next: Name;
  readonly ResultPath?: Path;
}

type Path = `$${string}`;
/** Values, with members whose names end in `.$` holding paths or intrinsic functions. */
type Template = { readonly [member: string]: unknown };
type Then<Name extends string> =
  | { readonly Next: Name; readonly End?: never }
  | { readonly End: true; readonly Next?: never };

interface Common {
  /** One sentence for a person reading the console at night. */
  readonly Comment: string;
}

type Timeout =
  | { readonly TimeoutSeconds: number; readonly TimeoutSecondsPath?: never }
  | { readonly TimeoutSecondsPath: Path; readonly TimeoutSeconds?: never };

export type TaskState<Name extends string> = Common &
  Then<Name> &
  Timeout & {
    readonly Type: 'Task';
    readonly Resource: string;
    readonly Parameters: Template;
    readonly ResultPath: Path;
    readonly OutputPath?: Path;
    readonly Retry: readonly Retrier[];
    readonly Catch?: readonly Catcher<Name>[];
  };

export type MapState<Name extends string> = Common &
  Then<Name> & {
    readonly Type: 'Map';
    readonly ItemsPath: Path;
    readonly ItemSelector: Template;
    readonly MaxConcurrency: number;
    readonly ItemProcessor: {
      readonly ProcessorConfig: { readonly Mode: 'INLINE' };
      readonly StartAt: string;
      readonly States: Readonly<Record<string, State>>;
    };
    readonly ResultPath: Path;
    readonly Catch: readonly Catcher<Name>[];
  };

export type PassState<Name extends string> = Common &
  Then<Name> & {
    readonly Type: 'Pass';
    readonly InputPath?: Path;
    readonly Parameters?: Template;
    readonly ResultPath?: Path;
  };

export type ChoiceState<Name extends string> = Common & {
  readonly Type: 'Choice';
  readonly Choices: readonly { readonly Variable: Path; readonly StringEquals: string; readonly Next: Name }[];
  readonly Default: Name;
};

export type WaitState<Name extends string> = Common &
  Then<Name> & { readonly Type: 'Wait' } & (
    | { readonly Seconds: number; readonly SecondsPath?: never }
    | { readonly SecondsPath: Path; readonly Seconds?: never }
  );

export type SucceedState = Common & { readonly Type: 'Succeed' };
export type FailState = Common & { readonly Type: 'Fail'; readonly Error: string; readonly CausePath: Path };

/** Types a machine's literal: the keys of `States` become the names that `StartAt`, `Next` and `Default` may use. */
export function defineMachine<const Name extends string>(machine: {
  readonly Comment: string;
  readonly StartAt: NoInfer<Name>;
  readonly TimeoutSeconds?: number;
  readonly States: { readonly [N in Name]: State<NoInfer<Name>> };
}): Machine<Name> {
  return machine as Machine<Name>;
}
