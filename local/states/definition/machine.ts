import type { Wire } from '../../aws-json.ts';
import type { Findings } from './findings.ts';
import { checkState } from './state.ts';
import { checkTransitions } from './transitions.ts';
import { isObject, isWholeNumber } from './values.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** What a check has to know of the definition around what it checks. */
export interface Surroundings {
  readonly findings: Findings;
  readonly express: boolean;
  /** Names of states seen so far, in the whole definition: none may be there twice. */
  readonly names: Set<string>;
  readonly language: QueryLanguage;
}

const MACHINE_FIELDS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'];
const INNER_FIELDS = ['Comment', 'StartAt', 'States', 'QueryLanguage', 'ProcessorConfig'];
const MAXIMUM_NAME = 80;

/** Checks a definition, a branch or an item processor (which stand at a `location` of their own). */
export function checkMachine(machine: Wire, location: string, around: Surroundings): undefined {
  const { findings } = around;
  const missing = ['States', 'StartAt'].filter((field) => machine[field] === undefined);
  if (missing.length > 0) findings.add(`These fields are required: [${missing.join(', ')}]`, location);
  const fields = location === '' ? MACHINE_FIELDS : INNER_FIELDS;
  for (const field of Object.keys(machine)) {
    if (!fields.includes(field)) findings.add(`Field '${field}' is not supported`, location);
  }
  checkOwnFields(machine, location, findings);
  const language = checkQueryLanguage(machine, location, around);
  if (machine.States === undefined) return;
  if (!isObject(machine.States) || Object.keys(machine.States).length === 0) {
    findings.add('Expected a non-empty object of states', `${location}/States`);
    return;
  }
  for (const [name, state] of Object.entries<Wire>(machine.States)) {
    checkName(name, `${location}/States/${name}`, around);
    checkState(state, `${location}/States/${name}`, { ...around, language });
  }
  checkTransitions(machine, location, findings);
}

/** A branch or an item processor. */
export function checkInner(machine: Wire, location: string, around: Surroundings): undefined {
  if (isObject(machine)) checkMachine(machine, location, around);
  else around.findings.add('Expected value of type Object', location);
}

function checkOwnFields(machine: Wire, location: string, findings: Findings): undefined {
  const { StartAt, Comment, Version, TimeoutSeconds } = machine;
  for (const [field, value] of Object.entries({ StartAt, Comment, Version })) {
    if (value !== undefined && typeof value !== 'string') {
      findings.add('Expected value of type String', `${location}/${field}`);
    }
  }
  if (typeof Version === 'string' && Version !== '1.0') {
    findings.add('Only version 1.0 of the Amazon States Language is supported', `${location}/Version`);
  }
  if (TimeoutSeconds !== undefined && !isWholeNumber(TimeoutSeconds, 1)) {
    findings.add('Expected value of type Integer, at least 1', `${location}/TimeoutSeconds`);
  }
}

/** The language that holds inside; once it is JSONata for a whole machine, nothing in it goes back to JSONPath. */
export function checkQueryLanguage(owner: Wire, location: string, around: Surroundings): QueryLanguage {
  const { QueryLanguage } = owner;
  if (QueryLanguage === undefined) return around.language;
  if (QueryLanguage !== 'JSONPath' && QueryLanguage !== 'JSONata') {
    around.findings.add("'QueryLanguage' must be 'JSONPath' or 'JSONata'", location);
    return around.language;
  }
  if (QueryLanguage === 'JSONPath' && around.language === 'JSONata') {
    const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    around.findings.add(message, location);
  }
  return QueryLanguage;
}

function checkName(name: string, location: string, { names, findings }: Surroundings): undefined {
  if (names.has(name)) findings.add(`Duplicate state name: ${name}`, location, 'DUPLICATE_STATE_NAME');
  names.add(name);
  if (name.length > MAXIMUM_NAME) {
    findings.add(`State name must not be longer than ${MAXIMUM_NAME} characters`, location);
  }
}
