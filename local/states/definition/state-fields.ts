import type { QueryLanguage } from './machine.ts';

/** What a field of a state may hold. */
export type Kind =
  | 'text'
  | 'boolean'
  | 'any'
  /** A JSONPath. */
  | 'path'
  /** A JSONPath, or null. */
  | 'nullable path'
  /** A JSONPath to one place, or null. */
  | 'nullable reference'
  /** A payload template (JSONPath) or a value with expressions in it (JSONata). */
  | 'template'
  /** The same, but an object. */
  | 'object template'
  /** A text, which JSONata may compute. */
  | 'computable text'
  /** A whole number, which JSONata may compute. */
  | 'computable number'
  /** A number from 0 to 100, which JSONata may compute. */
  | 'computable percentage'
  /** Variables and their values: a template under names of variables. */
  | 'assignment'
  /** Checked by what knows the state's type. */
  | 'own';

interface FieldRule {
  readonly kind: Kind;
  /** Absent: in both languages. */
  readonly only?: QueryLanguage;
}

const jsonPath = (kind: Kind): FieldRule => ({ kind, only: 'JSONPath' });
const jsonata = (kind: Kind): FieldRule => ({ kind, only: 'JSONata' });
const both = (kind: Kind): FieldRule => ({ kind });

/** Amazon States Language specification, "Input and output processing" and the sections of the state types. */
export const FIELDS: Readonly<Record<string, FieldRule>> = {
  Type: both('text'),
  Comment: both('text'),
  QueryLanguage: both('own'),
  Next: both('text'),
  End: both('boolean'),
  InputPath: jsonPath('nullable path'),
  OutputPath: jsonPath('nullable path'),
  ResultPath: jsonPath('nullable reference'),
  Parameters: jsonPath('template'),
  ResultSelector: jsonPath('object template'),
  Result: jsonPath('any'),
  Arguments: jsonata('template'),
  Output: jsonata('template'),
  Assign: both('assignment'),
  Resource: both('own'),
  TimeoutSeconds: both('computable number'),
  TimeoutSecondsPath: jsonPath('path'),
  HeartbeatSeconds: both('computable number'),
  HeartbeatSecondsPath: jsonPath('path'),
  Credentials: both('object template'),
  Retry: both('own'),
  Catch: both('own'),
  Choices: both('own'),
  Default: both('text'),
  Seconds: both('computable number'),
  SecondsPath: jsonPath('path'),
  Timestamp: both('computable text'),
  TimestampPath: jsonPath('path'),
  Error: both('computable text'),
  ErrorPath: jsonPath('own'),
  Cause: both('computable text'),
  CausePath: jsonPath('own'),
  Branches: both('own'),
  ItemProcessor: both('own'),
  Iterator: both('own'),
  Items: jsonata('template'),
  ItemsPath: jsonPath('path'),
  ItemSelector: both('template'),
  ItemReader: both('object template'),
  ItemBatcher: both('object template'),
  ResultWriter: both('object template'),
  MaxConcurrency: both('computable number'),
  MaxConcurrencyPath: jsonPath('path'),
  ToleratedFailureCount: both('computable number'),
  ToleratedFailureCountPath: jsonPath('path'),
  ToleratedFailurePercentage: both('computable percentage'),
  ToleratedFailurePercentagePath: jsonPath('path'),
  Label: both('text'),
};

const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const TRANSITION = ['Next', 'End'];
const DATA = ['InputPath', 'OutputPath', 'Output'];
const RESULT = ['ResultPath', 'ResultSelector'];
const ERRORS = ['Retry', 'Catch'];

/** The fields that a state of each type may have. */
export const FIELDS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  Pass: [...COMMON, ...TRANSITION, ...DATA, 'Result', 'Parameters', 'ResultPath', 'Assign'],
  Task: [
    ...[...COMMON, ...TRANSITION, ...DATA, ...RESULT, ...ERRORS, 'Parameters', 'Arguments', 'Assign', 'Resource'],
    ...['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath', 'Credentials'],
  ],
  Choice: [...COMMON, ...DATA, 'Choices', 'Default', 'Assign'],
  Wait: [...COMMON, ...TRANSITION, ...DATA, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath', 'Assign'],
  Succeed: [...COMMON, ...DATA],
  Fail: [...COMMON, 'Error', 'ErrorPath', 'Cause', 'CausePath'],
  Parallel: [...COMMON, ...TRANSITION, ...DATA, ...RESULT, ...ERRORS, 'Parameters', 'Arguments', 'Assign', 'Branches'],
  Map: [
    ...[...COMMON, ...TRANSITION, ...DATA, ...RESULT, ...ERRORS, 'Parameters', 'Assign', 'ItemProcessor', 'Iterator'],
    ...['Items', 'ItemsPath', 'ItemSelector', 'ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'],
    ...['MaxConcurrency', 'MaxConcurrencyPath', 'ToleratedFailureCount', 'ToleratedFailureCountPath'],
    ...['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ],
};

/** Fields of which a state may have one of each pair only. */
export const EXCLUSIVE: readonly (readonly string[])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['ItemProcessor', 'Iterator'],
  ['ItemSelector', 'Parameters'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
];
