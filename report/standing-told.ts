import { standingOf } from '../workflow/cause.ts';
import type { Target } from '../workflow/document.ts';

/** Where a target stands. A record may be foreign: of one that names no versions nothing is known. */
export function standingInWords(target: Target): string {
  try {
    return standingOf(target).standing;
  } catch {
    return 'not known';
  }
}
