import { describeProblem } from '../workflow/parse.ts';
import { problemsOfDefaults, type RequestDefaults } from '../workflow/request-defaults.ts';

/** Fields of a request that come from a construct's property. @throws Error for fields that no request may have */
export function checkedDefaults(property: string, defaults: RequestDefaults = {}): RequestDefaults {
  const problems = problemsOfDefaults(defaults);
  if (problems.length === 0) return defaults;
  throw new Error(`stepshift: ${problems.map((problem) => describeProblem(property, problem)).join('; ')}`);
}
