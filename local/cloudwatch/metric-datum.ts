/** One dimension of a metric, named as on the wire. */
export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** One value of one metric, as a service of this account reports it. */
export interface MetricDatum {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly unit?: string;
}
