import type { Clock, EpochMillis, Timer } from '../../local/clock.ts';
import type { Traffic } from '../scenario/scenario.ts';

/**
 * Starts executions at even distances, inputs in turn, until it is stopped. Traffic alone never makes time pass.
 * @param start gets each input as JSON text
 * @param begin when the first one is started; default: now
 */
export function startTraffic(
  clock: Clock,
  { perMinute, inputs }: Pick<Traffic, 'perMinute' | 'inputs'>,
  start: (input: string) => void,
  begin: EpochMillis = clock.now(),
): { stop(): void } {
  const texts = inputs.map((input) => JSON.stringify(input));
  let next: Timer | undefined;
  const plan = (count: number): void => {
    // Counted from the beginning, so that rounding to milliseconds never adds up.
    const at = begin + Math.round((count * 60_000) / perMinute);
    const run = (): void => {
      start(texts[count % texts.length]!);
      plan(count + 1);
    };
    next = clock.schedule(at, run, { daemon: true });
  };
  if (perMinute > 0) plan(0);
  return { stop: () => next?.cancel() };
}
