import type { ExecutionCounts } from '../../tasks/ports/execution-counts.ts';
import type { Minute, VersionCounts } from '../../workflow/minutes.ts';
import type { World } from './in-memory-ports.ts';

const COUNT = { SUCCEEDED: 'succeeded', FAILED: 'failed', TIMED_OUT: 'failed', ABORTED: 'aborted' } as const;

/** Counts what ran in the world as CloudWatch does, but at once. */
export function inMemoryCounts({ runs }: World): ExecutionCounts {
  return {
    async perMinute(aliases, fromMinute, untilMinute) {
      return aliases.map(({ stateMachineArn, alias, candidate, stable }) => {
        const minutes = new Map<number, Minute>();
        const add = (at: number, change: (minute: Minute) => Minute): void => {
          const minute = Math.floor(at / 60_000);
          if (minute < fromMinute || minute >= untilMinute) return;
          minutes.set(minute, change(minutes.get(minute) ?? { minute }));
        };
        for (const run of runs) {
          const side = Object.entries({ candidate, stable }).find(
            ([, version]) => run.versionArn === `${stateMachineArn}:${version}`,
          )?.[0] as 'candidate' | 'stable' | undefined;
          const count = (at: number, name: 'started' | 'succeeded' | 'failed' | 'aborted', by: number): void => {
            if (side) add(at, (minute) => ({ ...minute, [side]: plus(minute[side], name, by) }));
          };
          count(run.startedAt, 'started', 1);
          if (run.aliasArn === `${stateMachineArn}:${alias}`) {
            const byAlias = (at: number, name: 'started' | 'succeeded' | 'failed', by: number): void =>
              add(at, (minute) => ({ ...minute, alias: plus(minute.alias, name, by) }));
            byAlias(run.startedAt, 'started', 1);
            // The end of an execution reports its start once more, as 0.
            if (run.end) byAlias(run.end.at, 'started', 0);
            const ended = run.end && COUNT[run.end.status];
            if (ended && ended !== 'aborted') byAlias(run.end!.at, ended, 1);
          }
          if (run.end) {
            count(run.end.at, 'started', 0);
            count(run.end.at, COUNT[run.end.status], 1);
          }
        }
        return [...minutes.values()].sort((a, b) => a.minute - b.minute);
      });
    },

    async usual({ stateMachineArn, alias }, now) {
      const all = runs.filter(
        ({ versionArn, startedAt }) =>
          versionArn.startsWith(`${stateMachineArn}:`) &&
          startedAt < Date.parse(now) &&
          startedAt >= Date.parse(now) - 86_400_000,
      );
      const through = all.filter(({ aliasArn }) => aliasArn === `${stateMachineArn}:${alias}`);
      const first = Math.min(Date.parse(now), ...through.map(({ startedAt }) => startedAt));
      const took = through.flatMap(({ startedAt, end }) => (end ? [(end.at - startedAt) / 1000] : []));
      return {
        throughAlias: through.length,
        inAll: all.length,
        observedSeconds: (Date.parse(now) - first) / 1000,
        ...(took.length > 0 && { longestSeconds: Math.max(...took) }),
      };
    },

    async lastDay({ stateMachineArn, version }, now) {
      const judged = runs.filter(
        ({ versionArn, end }) =>
          versionArn === `${stateMachineArn}:${version}` &&
          end !== undefined &&
          end.status !== 'ABORTED' &&
          end.at < Date.parse(now) &&
          end.at >= Date.parse(now) - 86_400_000,
      );
      return {
        executions: judged.length,
        failures: judged.filter(({ end }) => end!.status !== 'SUCCEEDED').length,
        ...(judged.length > 0 && {
          longestSeconds: Math.max(...judged.map(({ startedAt, end }) => (end!.at - startedAt) / 1000)),
        }),
      };
    },
  };
}

function plus(counts: VersionCounts | undefined, name: keyof VersionCounts, by: number): VersionCounts {
  return { ...counts, [name]: (counts?.[name] ?? 0) + by };
}
