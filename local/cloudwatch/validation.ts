import { AwsError, type Wire } from '../aws-json.ts';

/** Refusals of CloudWatch, named and worded as AWS does. */
export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message);
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingRequiredParameterException', `The parameter ${name} is required.`);
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** What AWS has and local AWS has not: refused, so that nobody takes silence for success. */
export function unsupported(what: string): AwsError {
  return new AwsError('UnsupportedByLocalAws', `local AWS does not support ${what}`);
}

/** Collects what breaks the constraints of an operation's input, and throws it in one error as AWS does. */
export class Constraints {
  readonly #broken: string[] = [];

  required(path: string, value: Wire): this {
    if (value === undefined || value === null) this.#break('null', path, 'Member must not be null');
    return this;
  }

  oneOf(path: string, value: Wire, members: readonly string[]): this {
    if (value !== undefined && !members.includes(value)) {
      this.#break(value, path, `Member must satisfy enum value set: [${members.join(', ')}]`);
    }
    return this;
  }

  between(path: string, value: Wire, low: number, high: number): this {
    if (value === undefined) return this;
    if (value < low) this.#break(value, path, `Member must have value greater than or equal to ${low}`);
    if (value > high) this.#break(value, path, `Member must have value less than or equal to ${high}`);
    return this;
  }

  /** For texts and lists. */
  length(path: string, value: Wire, low: number, high: number): this {
    if (value === undefined) return this;
    const shown = Array.isArray(value) ? `[${value.join(', ')}]` : value;
    if (value.length < low) this.#break(shown, path, `Member must have length greater than or equal to ${low}`);
    if (value.length > high) this.#break(shown, path, `Member must have length less than or equal to ${high}`);
    return this;
  }

  check(): void {
    const { length } = this.#broken;
    if (length === 0) return;
    throw validationError(`${length} validation error${length > 1 ? 's' : ''} detected: ${this.#broken.join('; ')}`);
  }

  #break(value: Wire, path: string, rule: string): void {
    const shown = value === 'null' ? 'null' : `'${value}'`;
    this.#broken.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${rule}`);
  }
}
