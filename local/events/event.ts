import type { Wire } from '../aws-json.ts';
import type { ScheduleOptions } from '../clock.ts';

/** An event in EventBridge's envelope. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO text, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  /** A JSON object. */
  readonly detail: Wire;
}

/** What a publisher says of an event; the bus adds what is missing. */
export type EventEntry = Pick<BusEvent, 'detail-type' | 'source' | 'detail'> & Partial<BusEvent>;

/** Where a rule or a schedule sends its events: a `Queue`, a `functionTarget`, or a listener of the caller's own. */
export interface Target {
  /**
   * Takes over one event, as the JSON text that EventBridge sends.
   * @param options how the target schedules its own work on the event: as a daemon when a schedule set it off, so that a schedule alone never makes time pass
   */
  deliver(event: string, options: ScheduleOptions): void;
}
