import { versionNumber } from '../workflow/arns.ts';
import { routedSince } from '../workflow/bucket-weights.ts';
import { type DeploymentDocument, type Evidence, isThere, type Target } from '../workflow/document.ts';
import { listFrom, type TargetEvidence, withCounts, withList, withoutList } from '../workflow/evidence.ts';
import { type Minute, minuteOf, secondsOf } from '../workflow/minutes.ts';
import { news } from './no-news.ts';
import type { CountedAlias } from './ports/execution-counts.ts';
import { FAILED_CALLS, type FailedExecution } from './ports/failed-executions.ts';
import type { Ports } from './ports/ports.ts';

type EvidencePorts = Pick<Ports, 'counts' | 'failed'>;

/** A target with two versions that share its traffic, and its place in the document. */
interface SharedTarget {
  readonly index: number;
  readonly target: Target;
  readonly evidence: TargetEvidence;
}

/**
 * Goes on with the evidence from the last look: CloudWatch's counts of all targets in one call, and the lists of failed executions of as many STANDARD machines as
 * their quota allows. Reading again what was read before does no harm. What AWS is too busy to tell now is no news.
 */
export async function readEvidence(
  { targets }: Pick<DeploymentDocument, 'targets'>,
  before: Evidence,
  now: string,
  ports: EvidencePorts,
): Promise<Evidence> {
  const at = secondsOf(now);
  const shared = targets.flatMap((target, index) => {
    const evidence = before.targets[index];
    return evidence ? [{ index, target, evidence }] : [];
  });
  if (shared.length === 0) return before;
  const listable = toList(shared, at - before.listedAt);
  const [lists, counts] = await Promise.all([
    Promise.all(listable.map((one) => news(() => listFailures(one, at, ports)))),
    news(() => countExecutions(shared, at, ports)),
  ]);
  const read = [...before.targets];
  listable.forEach(({ index }, i) => {
    read[index] = lists[i] ?? read[index]!;
  });
  shared.forEach(({ index }, i) => {
    if (counts) read[index] = withCounts(read[index]!, counts[i]!, at);
  });
  return {
    ...before,
    targets: read,
    unread: counts ? 0 : before.unread + 1,
    ...(listable.length > 0 && { listedAt: at }),
  };
}

/** The two versions that share a target's traffic; undefined where there is one only. */
export function versionsOf(target: Target): { readonly stable: number; readonly candidate: number } | undefined {
  const { found, candidate } = target;
  if (found.kind !== 'whole' || !candidate || isThere(target)) return undefined;
  return { stable: versionNumber(found.versionArn), candidate: versionNumber(candidate.versionArn) };
}

/** One call a second in the whole deployment, and whose list is the oldest comes first. */
function toList(shared: readonly SharedTarget[], seconds: number): readonly SharedTarget[] {
  const listedUntil = ({ evidence }: SharedTarget): number => evidence.listed?.untilSeconds ?? 0;
  return shared
    .filter(({ target }) => target.type === 'STANDARD')
    .sort((a, b) => listedUntil(a) - listedUntil(b))
    .slice(0, Math.floor(seconds / FAILED_CALLS));
}

async function listFailures(
  { target, evidence }: SharedTarget,
  at: number,
  { failed }: EvidencePorts,
): Promise<TargetEvidence> {
  const reading = await failed.since(target.aliasArn, listFrom(evidence));
  return reading.kind === 'all'
    ? withList(evidence, minutesOf(target, reading.executions), at)
    : withoutList(evidence, at);
}

/** Failures of other versions than the two are nobody's, and so are those of executions that started by an earlier routing: no coin of this deployment was thrown for them. */
function minutesOf({ found, candidate }: Target, executions: readonly FailedExecution[]): readonly Minute[] {
  if (found.kind !== 'whole') return [];
  const { versionArn: stableArn, updatedAt } = found;
  const since = routedSince(secondsOf(updatedAt));
  const minutes = new Map<number, { candidate: number; stable: number }>();
  for (const { versionArn, startedAtSeconds, atSeconds } of executions) {
    if (startedAtSeconds < since) continue;
    const listed = minutes.get(minuteOf(atSeconds)) ?? { candidate: 0, stable: 0 };
    minutes.set(minuteOf(atSeconds), listed);
    if (versionArn === candidate?.versionArn) listed.candidate++;
    if (versionArn === stableArn) listed.stable++;
  }
  return [...minutes].map(([minute, listed]) => ({ minute, listed }));
}

async function countExecutions(
  shared: readonly SharedTarget[],
  at: number,
  { counts }: EvidencePorts,
): Promise<readonly (readonly Minute[])[]> {
  const aliases = shared.map(({ target }): CountedAlias => {
    const { stateMachineArn, alias } = target;
    return { stateMachineArn, alias, ...versionsOf(target)! };
  });
  const from = Math.min(...shared.map(({ evidence }) => evidence.openFrom));
  return counts.perMinute(aliases, from, minuteOf(at));
}
