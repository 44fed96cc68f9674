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

/** Numbers of one unit, crosswise; null where there is none. */
export interface Grid {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** Too long to be shown to a person. */
  readonly onlyJson?: true;
}

export type Finding = Measurement | Skipped | Grid;

export interface Benchmark {
  readonly name: string;
  /** What is measured, in a sentence. */
  readonly about: string;
  /** @param options.full takes the time that it needs, where a benchmark is otherwise reduced to a few minutes */
  run(options: { readonly full: boolean }): Promise<readonly Finding[]>;
}

export function isSkipped(finding: Finding): finding is Skipped {
  return 'skipped' in finding;
}

export function isGrid(finding: Finding): finding is Grid {
  return 'rows' in finding;
}

export function isKept(finding: Finding): boolean {
  if (isSkipped(finding) || isGrid(finding) || finding.promise === undefined) return true;
  const { value, promise } = finding;
  return 'atMost' in promise ? value <= promise.atMost : value >= promise.atLeast;
}
