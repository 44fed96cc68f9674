/** Runs the turns of an execution's strands one after the other, in the order in which they became ready. */
export class Turns {
  #ready: (() => void)[] = [];
  #running = false;

  /** Runs `turn` after everything that is ready already; at once if nothing is. */
  take(turn: () => void): void {
    this.#ready.push(turn);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let i = 0; i < this.#ready.length; i++) this.#ready[i]!();
    } finally {
      this.#ready = [];
      this.#running = false;
    }
  }
}
