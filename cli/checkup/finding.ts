import { toldOf } from '../aws-fault.ts';

/** What a check found: `good`, something to know, something that stands in the way, or what could only be tried by doing it. */
export interface Finding {
  readonly kind: 'good' | 'warning' | 'bad' | 'untried';
  readonly text: string;
}

/** Whatever a check fails with is what it found. */
export async function checked(check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const told = error instanceof Error ? toldOf(error) : undefined;
    if (!told) throw error;
    return [{ kind: 'bad', text: told.text }];
  }
}

export function good(text: string): Finding {
  return { kind: 'good', text };
}
