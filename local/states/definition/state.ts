import type { Wire } from '../../aws-json.ts';
import { checkAssignment } from './assignment.ts';
import { checkChoices } from './choices.ts';
import { checkCatch, checkRetry } from './error-handlers.ts';
import type { Findings } from './findings.ts';
import { checkInner, checkQueryLanguage, type QueryLanguage, type Surroundings } from './machine.ts';
import { checkMap } from './map-fields.ts';
import { checkExpressions, checkTemplate, isPath, isReferencePath } from './queries.ts';
import { EXCLUSIVE, FIELDS, FIELDS_OF_TYPE } from './state-fields.ts';
import { checkTaskParameters } from './task-parameters.ts';
import { checkResource } from './task-resource.ts';
import { isExpression, isObject, isWholeNumber } from './values.ts';

export function checkState(state: Wire, location: string, around: Surroundings): undefined {
  const { findings } = around;
  if (!isObject(state)) return findings.add('Expected value of type Object', location);
  const fields = Object.hasOwn(FIELDS_OF_TYPE, state.Type) ? FIELDS_OF_TYPE[state.Type] : undefined;
  if (!fields) {
    if (state.Type === undefined) return findings.add('These fields are required: [Type]', location);
    const types = Object.keys(FIELDS_OF_TYPE).join(', ');
    return findings.add(`'${state.Type}' is not a type of states: [${types}]`, `${location}/Type`);
  }
  const language = checkQueryLanguage(state, location, around);
  for (const [field, value] of Object.entries<Wire>(state)) {
    if (!fields.includes(field)) findings.add(`Field '${field}' is not supported`, location);
    else checkField(field, value, location, language, findings);
  }
  for (const pair of EXCLUSIVE) {
    if (pair.every((field) => fields.includes(field) && state[field] !== undefined)) {
      findings.add(`Only one of these fields is allowed: [${pair.join(', ')}]`, location);
    }
  }
  if (fields.includes('End')) checkWayOut(state, location, findings);
  checkByType(state, location, { ...around, language });
}

function checkField(
  field: string,
  value: Wire,
  location: string,
  language: QueryLanguage,
  findings: Findings,
): undefined {
  const { kind, only } = FIELDS[field]!;
  if (only && only !== language) {
    const message = `The QueryLanguage is set to '${language}', but the field '${field}' is only supported for the '${only}' QueryLanguage`;
    return findings.add(message, location);
  }
  const where = `${location}/${field}`;
  const expect = (fits: boolean, what: string): undefined => {
    if (!fits) findings.add(`Expected value of type ${what}`, where);
  };
  if (kind.startsWith('computable') && language === 'JSONata' && isExpression(value)) {
    return checkExpressions(value, where, findings);
  }
  switch (kind) {
    case 'text':
    case 'computable text':
      return expect(typeof value === 'string', 'String');
    case 'boolean':
      return expect(typeof value === 'boolean', 'Boolean');
    case 'computable number':
      return expect(isWholeNumber(value, 0), 'Integer');
    case 'computable percentage':
      return expect(typeof value === 'number' && value >= 0 && value <= 100, 'Number between 0 and 100');
    case 'assignment':
      return checkAssignment(value, where, language, findings);
    case 'path':
    case 'nullable path': {
      if (value === null && kind === 'nullable path') return;
      return isPath(value) ? undefined : findings.add(`Value is not a valid JSONPath: ${JSON.stringify(value)}`, where);
    }
    case 'nullable reference':
      if (value === null || isReferencePath(value)) return;
      return findings.add(`Value is not a Reference Path: ${JSON.stringify(value)}`, where);
    case 'object template':
      expect(isObject(value), 'Object');
      return checkTemplate(value, where, language, findings);
    case 'template':
      return checkTemplate(value, where, language, findings);
  }
}

/** Every state but Choice, Succeed and Fail says what comes after it. */
function checkWayOut({ Next, End }: Wire, location: string, findings: Findings): undefined {
  if (Next === undefined && End !== true) findings.add("Either 'Next' or 'End' is required", location);
  if (Next !== undefined && End === true) findings.add('Only one of these fields is allowed: [Next, End]', location);
}

function checkByType(state: Wire, location: string, around: Surroundings): undefined {
  const { findings, language } = around;
  switch (state.Type) {
    case 'Task':
      checkResource(state.Resource, location, around);
      checkTaskParameters(state, location, findings);
      checkHeartbeat(state, location, findings);
      break;
    case 'Choice':
      checkChoices(state.Choices, location, language, findings);
      break;
    case 'Wait':
      checkWait(state, location, findings);
      break;
    case 'Fail':
      checkFailPaths(state, location, findings);
      break;
    case 'Parallel':
      checkBranches(state.Branches, location, around);
      break;
    case 'Map':
      checkMap(state, location, around);
  }
  checkRetry(state.Retry, location, findings);
  checkCatch(state.Catch, location, language, findings);
}

function checkHeartbeat({ TimeoutSeconds, HeartbeatSeconds }: Wire, location: string, findings: Findings): undefined {
  if (typeof TimeoutSeconds !== 'number' || typeof HeartbeatSeconds !== 'number') return;
  if (HeartbeatSeconds >= TimeoutSeconds)
    findings.add("'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'", location);
}

function checkWait(state: Wire, location: string, findings: Findings): undefined {
  const ways = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
  if (ways.filter((field) => state[field] !== undefined).length !== 1) {
    findings.add(`Exactly one of these fields is required: [${ways.join(', ')}]`, location);
  }
}

function checkFailPaths(state: Wire, location: string, findings: Findings): undefined {
  for (const field of ['ErrorPath', 'CausePath']) {
    const value = state[field];
    if (value === undefined || isPath(value) || (typeof value === 'string' && value.startsWith('States.'))) continue;
    findings.add(`Value is not a valid JSONPath: ${JSON.stringify(value)}`, `${location}/${field}`);
  }
}

function checkBranches(branches: Wire, location: string, around: Surroundings): undefined {
  if (branches === undefined) return around.findings.add('These fields are required: [Branches]', location);
  if (!Array.isArray(branches) || branches.length === 0) {
    return around.findings.add('Expected a non-empty array of branches', `${location}/Branches`);
  }
  for (const [index, branch] of branches.entries()) checkInner(branch, `${location}/Branches[${index}]`, around);
}
