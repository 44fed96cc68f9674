import type { Clock, Timer } from '../../local/clock.ts';
import type { Traffic } from '../scenario/scenario.ts';

/**
 * Starts executions at even distances from now on, inputs in turn, until it is stopped. Traffic alone never makes time pass.
 * @param start gets each input as JSON text
 */
export function startTraffic(
  clock: Clock,
  { perMinute, inputs }: Pick<Traffic, 'perMinute' | 'inputs'>,
  start: (input: string) => void,
): { stop(): void } {
  const begin = clock.now();
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
