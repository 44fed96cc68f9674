/** A good release to be deployed: by ours, and by each peer that can. */
export interface Release {
  /** All bakes together. */
  readonly seconds: number;
  /** Of equal weight and length, the last one at 100 %. */
  readonly steps: number;
  /** Default: 1. */
  readonly targets?: number;
  /** Default: as ours chooses. */
  readonly pollSeconds?: number;
  /** Judged by its alarm alone: versions are not compared. */
  readonly alarmsAlone?: true;
}
