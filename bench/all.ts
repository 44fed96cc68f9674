import type { Benchmark } from './benchmark.ts';
import { cost } from './cost.ts';
import { harm } from './harm.ts';
import { localAws } from './local-aws.ts';
import { longReport } from './long-report.ts';
import { reaction } from './reaction.ts';
import { refusals } from './refusals.ts';
import { rehearsals } from './rehearsals.ts';
import { scale } from './scale.ts';
import { speed } from './speed.ts';
import { startUp } from './start-up.ts';
import { verdict } from './verdict.ts';

/** Every benchmark, in the order in which they are run and told. */
export const BENCHMARKS: readonly Benchmark[] = [
  harm,
  refusals,
  reaction,
  cost,
  scale,
  verdict,
  rehearsals,
  speed,
  startUp,
  localAws,
  longReport,
];
