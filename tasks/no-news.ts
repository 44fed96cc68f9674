import { TryAgain } from '../workflow/errors.ts';

/** Undefined where AWS was too busy to answer, or failed in a way that passes: the next look may have more luck. */
export async function news<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TryAgain) return undefined;
    throw error;
  }
}
