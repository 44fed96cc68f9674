import type { Wire } from '../../aws-json.ts';
import type { Findings } from './findings.ts';
import type { QueryLanguage } from './machine.ts';
import { checkTemplate } from './queries.ts';
import { isObject } from './values.ts';

/** The longest name of a variable (AWS: "Passing data between states with variables"). */
const LONGEST_NAME = 80;
const NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/** Assign, of a state or of a rule in it: values under names that variables may have. */
export function checkAssignment(value: Wire, location: string, language: QueryLanguage, findings: Findings): undefined {
  if (!isObject(value)) return findings.add('Expected value of type Object', location);
  for (const key of Object.keys(value)) {
    const name = language === 'JSONPath' ? key.replace(/\.\$$/, '') : key;
    const fits = NAME.test(name) && name.length <= LONGEST_NAME && name !== 'states';
    if (!fits) findings.add(`'${name}' is not a name that a variable can have`, location);
  }
  checkTemplate(value, location, language, findings);
}
