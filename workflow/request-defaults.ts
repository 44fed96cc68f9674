import type { Problem } from './parse.ts';
import { parseRequest } from './request.ts';

/** Fields of a request that hold where the request itself is silent. */
export type RequestDefaults = Readonly<Record<string, unknown>>;

/** What a deployment is about: no default can say. */
const ABOUT_ONE_DEPLOYMENT = ['stateMachineArn', 'alias', 'targets', 'publish', 'versionArn', 'revisionId', 'restore'];

/** A request with the defaults filled in. What is not an object stays as it is, to be refused; and so does a restore, for which nothing else of a request counts. */
export function withDefaults(input: unknown, defaults: RequestDefaults = {}): unknown {
  if (input === null || typeof input !== 'object' || Array.isArray(input) || 'restore' in input) return input;
  return { ...defaults, ...input };
}

/** What is wrong with defaults, before any request is there. */
export function problemsOfDefaults(defaults: RequestDefaults): readonly Problem[] {
  const misplaced = ABOUT_ONE_DEPLOYMENT.filter((field) => field in defaults);
  if (misplaced.length > 0) {
    return misplaced.map((path) => ({
      path,
      found: JSON.stringify(defaults[path]),
      expected: 'nothing: each request says itself what it deploys',
    }));
  }
  const any = { stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:any', alias: 'any' };
  const parsed = parseRequest({ ...any, ...defaults });
  return parsed.kind === 'refused' ? parsed.problems : [];
}
