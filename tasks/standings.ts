import type { FoundAlias } from '../workflow/document.ts';
import type { Ports } from './ports/ports.ts';

/** Writes down that a candidate was promoted: it has proved stable, and the version before it is superseded. */
export async function writePromoted(
  { candidateArn, found, deployment }: { candidateArn: string; found: FoundAlias; deployment: string },
  { ledger, now }: Pick<Ports, 'ledger' | 'now'>,
): Promise<void> {
  const proof = { deployment, at: now() };
  await ledger.versions.write({ versionArn: candidateArn, standing: 'stable', ...proof });
  if (found.kind === 'whole')
    await ledger.versions.write({ versionArn: found.versionArn, standing: 'superseded', ...proof });
}
