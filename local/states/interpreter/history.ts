import { epochSeconds, type Wire } from '../../aws-json.ts';
import type { Clock } from '../../clock.ts';
import type { HistoryEvent } from './interpretation.ts';
import { ExecutionOver, runtimeEnd } from './state-error.ts';

/** A Standard execution's history ends with this event at the latest (AWS quota). */
export const HISTORY_LIMIT = 25_000;

type Details = Readonly<Record<string, Wire>>;

/** Numbers an execution's events, and keeps them if somebody is going to read them. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #clock: Clock;
  readonly #recording: boolean;
  readonly #limited: boolean;
  readonly #onEvent: ((event: HistoryEvent) => void) | undefined;
  #count = 0;
  #lastValue: Wire;
  #lastText = '';

  constructor(options: {
    readonly clock: Clock;
    readonly recording: boolean;
    readonly limited: boolean;
    readonly onEvent?: ((event: HistoryEvent) => void) | undefined;
  }) {
    this.#onEvent = options.onEvent;
    this.#clock = options.clock;
    this.#recording = options.recording;
    this.#limited = options.limited;
  }

  /**
   * Adds an event and answers its id.
   * @param member name of the details' member, such as `stateEnteredEventDetails`
   * @param details only asked for when the event is kept
   * @throws ExecutionOver when this would be the last event there is room for, and it does not end the execution
   */
  add(type: string, previousEventId: number, member?: string, details?: () => Details): number {
    if (this.#limited && this.#count >= HISTORY_LIMIT - 1 && !type.startsWith('Execution')) {
      const cause = `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`;
      throw new ExecutionOver(runtimeEnd(cause), { wholly: false });
    }
    const id = ++this.#count;
    if (!this.#recording) return id;
    const event = { id, previousEventId, type, timestamp: epochSeconds(this.#clock.now()) };
    this.events.push(member && details ? { ...event, [member]: details() } : event);
    this.#onEvent?.(this.events.at(-1)!);
    return id;
  }

  get lastId(): number {
    return this.#count;
  }

  /**
   * JSON text of a value. One state's output is the next one's input: the last text is kept. What a retry hands over says the same once more: of equal texts in a
   * row, the first one is kept for all.
   */
  text(value: Wire): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (value !== this.#lastValue) {
      const text = JSON.stringify(value);
      this.#lastValue = value;
      if (text !== this.#lastText) this.#lastText = text;
    }
    return this.#lastText;
  }
}

/** What the wire says beside every input and output: that all of it is there. */
export const whole = { truncated: false } as const;
