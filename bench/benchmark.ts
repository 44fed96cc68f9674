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

/** The same thing measured of ours and of each peer: in one run, on the same traffic and the same local AWS. */
export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly better: 'less' | 'more';
  readonly peers: readonly string[];
  readonly rows: readonly ComparedRow[];
}

export interface ComparedRow {
  readonly name: string;
  readonly ours: number;
  /** In the order of the peers; null where one cannot do this. */
  readonly peers: readonly (number | null)[];
  readonly promise?: Measurement['promise'];
  /** Where a peer is better, or as good: why, and what would change it. */
  readonly why?: string;
}

export type Finding = Measurement | Skipped | Grid | Comparison;

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
  return 'columns' in finding;
}

export function isComparison(finding: Finding): finding is Comparison {
  return 'peers' in finding;
}

export function isMeasurement(finding: Finding): finding is Measurement {
  return 'value' in finding;
}

export function isKept(finding: Finding): boolean {
  if (isSkipped(finding) || isGrid(finding)) return true;
  if (isComparison(finding)) return finding.rows.every(({ ours, promise }) => keeps(ours, promise));
  return keeps(finding.value, finding.promise);
}

export function keeps(value: number, promise: Measurement['promise']): boolean {
  if (promise === undefined) return true;
  return 'atMost' in promise ? value <= promise.atMost : value >= promise.atLeast;
}

/** How many times better ours is than the peer's: below 1 the peer is better. 1 where both are nothing. */
export function ratio({ better }: Pick<Comparison, 'better'>, ours: number, peer: number): number {
  if (ours === peer) return 1;
  return better === 'less' ? peer / ours : ours / peer;
}

/** The rows in which some peer is better than we are, or as good. */
export function notAhead(comparison: Comparison): readonly ComparedRow[] {
  return comparison.rows.filter(({ ours, peers }) =>
    peers.some((peer) => peer !== null && ratio(comparison, ours, peer) <= 1),
  );
}
