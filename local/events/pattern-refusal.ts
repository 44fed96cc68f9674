import { AwsError } from '../aws-json.ts';

const LONGEST_QUOTE = 80;

/** The refusal of a malformed event pattern: AWS's error, in words that name the path. */
export function patternRefusal(path: string, found: unknown, expected: string): AwsError {
  const text = JSON.stringify(found) ?? String(found);
  const quoted = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  const reason = `${path || 'the pattern'}: found ${quoted}, expected ${expected}`;
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
