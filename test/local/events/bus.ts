import type { BusEvent, Target } from '../../../local/events/event.ts';
import { EventBus } from '../../../local/events/event-bus.ts';
import type { EventFaults } from '../../../local/events/event-faults.ts';
import { LambdaFunctions } from '../../../local/lambda/functions.ts';
import { seededRandom } from '../../../local/random.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';

export const NOON = Date.UTC(2026, 2, 1, 12);

/** A bus of its own in virtual time, at noon, beside Lambda. */
export function busAtNoon({ faults, seed = 1 }: { readonly faults?: EventFaults; readonly seed?: number } = {}) {
  const clock = new VirtualClock(NOON);
  const context = { account: '123456789012', region: 'eu-west-1' };
  const random = seededRandom(seed);
  const bus = new EventBus({ clock, context, random: random.stream('events'), ...(faults && { faults }) });
  const lambda = new LambdaFunctions({ clock, context, random: random.stream('lambda') });
  /** Seconds since noon. */
  const seconds = () => (clock.now() - NOON) / 1000;
  const publish = (number: number) => bus.publish({ source: 'shop', 'detail-type': 'order', detail: { number } });
  return { clock, context, random, bus, lambda, seconds, publish };
}

/** A target that keeps what it gets, with the second it came. */
export function listener(seconds: () => number) {
  const events: { at: number; event: BusEvent }[] = [];
  const target: Target = { deliver: (event) => events.push({ at: seconds(), event: JSON.parse(event) }) };
  return { events, target, numbers: () => events.map(({ event }) => event.detail.number) };
}
