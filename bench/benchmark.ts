/** One number that a benchmark found. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the project promises; a benchmark that breaks its promise fails. */
  readonly promise?: { readonly atMost: number } | { readonly atLeast: number };
}

/** What could not be measured here, and why. */
export interface Skipped {
  readonly name: string;
  readonly skipped: string;
}

export interface Benchmark {
  readonly name: string;
  /** What is measured, in a sentence. */
  readonly about: string;
  run(): Promise<readonly (Measurement | Skipped)[]>;
}

export function isSkipped(finding: Measurement | Skipped): finding is Skipped {
  return 'skipped' in finding;
}

export function isKept(finding: Measurement | Skipped): boolean {
  if (isSkipped(finding) || finding.promise === undefined) return true;
  const { value, promise } = finding;
  return 'atMost' in promise ? value <= promise.atMost : value >= promise.atLeast;
}
