import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known, anywhere below a function's handler, about the function that is running. */
interface Running {
  /** False once the handler has settled: what it left behind is held work no longer. */
  held: boolean;
}

const running = new AsyncLocalStorage<Running>();

/** Runs a function's handler so that whatever it calls can tell that it is called by held work. */
export async function insideFunction<T>(handler: () => Promise<T>): Promise<T> {
  const mark: Running = { held: true };
  try {
    return await running.run(mark, handler);
  } finally {
    mark.held = false;
  }
}

/** Whether the caller is part of a running function, which holds the clock: only then may its waits be given to `clock.blocked`. */
export function isInsideFunction(): boolean {
  return running.getStore()?.held ?? false;
}

/** Runs what a function merely sets off (an execution, say), which goes on without it. */
export function outsideFunctions<T>(run: () => T): T {
  return running.getStore() ? running.exit(run) : run();
}
