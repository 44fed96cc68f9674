/** One number that a benchmark found. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the project promises; a benchmark that breaks its promise fails. */
  readonly promise?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface Benchmark {
  readonly name: string;
  /** What is measured, in a sentence. */
  readonly about: string;
  run(): Promise<readonly Measurement[]>;
}

export function isKept({ value, promise }: Measurement): boolean {
  if (promise === undefined) return true;
  return 'atMost' in promise ? value <= promise.atMost : value >= promise.atLeast;
}
