import type { Wire } from '../../aws-json.ts';
import { checkAssignment } from './assignment.ts';
import type { Findings } from './findings.ts';
import type { QueryLanguage } from './machine.ts';
import { checkTemplate, isReferencePath } from './queries.ts';
import { isObject, isWholeNumber } from './values.ts';

const RETRY_FIELDS = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];
const CATCH_FIELDS = ['ErrorEquals', 'Next', 'ResultPath', 'Assign', 'Output', 'Comment'];

export function checkRetry(retriers: Wire, location: string, findings: Findings): undefined {
  for (const { item, where } of eachHandler(retriers, 'Retry', RETRY_FIELDS, location, findings)) {
    const expect = (field: string, fits: (value: Wire) => boolean, what: string) => {
      if (item[field] !== undefined && !fits(item[field])) findings.add(`Expected ${what}`, `${where}/${field}`);
    };
    expect('IntervalSeconds', (value) => isWholeNumber(value, 1), 'an integer of at least 1');
    expect('MaxAttempts', (value) => isWholeNumber(value, 0), 'an integer of at least 0');
    expect('BackoffRate', (value) => typeof value === 'number' && value >= 1, 'a number of at least 1.0');
    expect(
      'MaxDelaySeconds',
      (value) => isWholeNumber(value, 1, 31_622_400),
      'an integer of at least 1 and at most 31622400',
    );
    expect('JitterStrategy', (value) => value === 'FULL' || value === 'NONE', "'FULL' or 'NONE'");
  }
}

export function checkCatch(catchers: Wire, location: string, language: QueryLanguage, findings: Findings): undefined {
  for (const { item, where } of eachHandler(catchers, 'Catch', CATCH_FIELDS, location, findings)) {
    if (item.Next === undefined) findings.add('These fields are required: [Next]', where);
    const foreign = language === 'JSONata' ? 'ResultPath' : 'Output';
    if (item[foreign] !== undefined) findings.add(`Field '${foreign}' is not supported in ${language}`, where);
    if (
      language === 'JSONPath' &&
      item.ResultPath !== undefined &&
      item.ResultPath !== null &&
      !isReferencePath(item.ResultPath)
    ) {
      findings.add(`Value is not a Reference Path: ${JSON.stringify(item.ResultPath)}`, `${where}/ResultPath`);
    }
    if (item.Assign !== undefined) checkAssignment(item.Assign, `${where}/Assign`, language, findings);
    if (item.Output !== undefined) checkTemplate(item.Output, `${where}/Output`, language, findings);
  }
}

interface Handler {
  readonly item: Wire;
  readonly where: string;
}

/** What Retry and Catch have in common: a list of rules, each for some errors; `States.ALL` stands alone and last. */
function eachHandler(
  list: Wire,
  field: string,
  fields: readonly string[],
  location: string,
  findings: Findings,
): Handler[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    findings.add('Expected value of type Array', `${location}/${field}`);
    return [];
  }
  return list.flatMap((item, index) => {
    const where = `${location}/${field}[${index}]`;
    if (!isObject(item)) {
      findings.add('Expected value of type Object', where);
      return [];
    }
    for (const name of Object.keys(item)) {
      if (!fields.includes(name)) findings.add(`Field '${name}' is not supported`, where);
    }
    checkErrorEquals(item.ErrorEquals, index === list.length - 1, where, findings);
    return [{ item, where }];
  });
}

function checkErrorEquals(names: Wire, last: boolean, where: string, findings: Findings): undefined {
  if (names === undefined) return findings.add('These fields are required: [ErrorEquals]', where);
  const isList = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string');
  if (!isList) return findings.add('Expected a non-empty array of strings', `${where}/ErrorEquals`);
  if (names.includes('States.ALL') && (names.length > 1 || !last)) {
    findings.add("'States.ALL' must appear alone, and in the last element", `${where}/ErrorEquals`);
  }
}
