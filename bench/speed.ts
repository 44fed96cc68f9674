import type { Benchmark, Comparison, Finding } from './benchmark.ts';
import { LIVED, type Lived, livedInRealTime, livedInVirtualTime } from './speed/lived.ts';
import { type Pace, rehearsed } from './speed/rehearsed.ts';
import { linearTen, monthLong, sevenDays } from './speed/scenarios.ts';

/** How fast virtual time passes through the whole deployer, beside the time that AWS, or local AWS by the wall's clock, would take. */
export const speed: Benchmark = {
  name: 'speed',
  about:
    'rehearsals of the whole deployer in virtual time beside real time: fifty busy minutes, a week in which little happens, with --full thirty days; and half a minute that is lived through in both',
  run: async ({ full }) => {
    const paces = [
      await rehearsed('50 minutes, 30 executions a minute', linearTen(), 5),
      await rehearsed('seven days, 20 executions an hour', sevenDays(), 10),
      ...(full ? [await rehearsed('thirty days, 20 executions an hour', monthLong(), 60)] : []),
    ];
    const memory = process.resourceUsage().maxRSS / 1000;
    const [virtual, real] = [await livedInVirtualTime(), await livedInRealTime()];
    return [
      ...compared(paces, virtual, real),
      { name: 'peak memory', value: memory, unit: 'MB', promise: { atMost: 1000 } },
    ];
  },
};

function compared(paces: readonly Pace[], virtual: Lived, real: Lived): readonly Finding[] {
  const peers = ['in real time'];
  const time: Comparison = {
    name: 'how long it takes',
    unit: 's',
    better: 'less',
    peers,
    rows: [
      ...paces.map(({ name, wallSeconds, virtualSeconds, promisedSeconds }) => ({
        name,
        ours: wallSeconds,
        peers: [virtualSeconds],
        ...(promisedSeconds !== undefined && { promise: { atMost: promisedSeconds } }),
      })),
      { name: `${LIVED}, lived through in both`, ours: virtual.wallSeconds, peers: [real.wallSeconds] },
    ],
  };
  const rate: Comparison = {
    name: 'executions during the deployment',
    unit: '/s',
    better: 'more',
    peers,
    rows: paces.map(({ name, executions, wallSeconds, virtualSeconds }) => ({
      name,
      ours: executions / wallSeconds,
      peers: [executions / virtualSeconds],
    })),
  };
  return [time, rate];
}
