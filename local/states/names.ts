import { AwsError } from '../aws-json.ts';

/** What no name of a state machine or an execution may contain (API reference, "A name must not contain"). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what AWS forbids
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

/** @throws AwsError InvalidName */
export function requireValidName(name: string): void {
  if (FORBIDDEN.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}
