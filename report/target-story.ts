import { parseVersionArn } from '../workflow/arns.ts';
import type { AuditRecord } from '../workflow/audit-record.ts';
import type { Target } from '../workflow/document.ts';
import type { TargetKey } from '../workflow/ledger.ts';
import { outcomeOf } from './outcome.ts';

/** The story of one target: which version was live when, and what each deployment did to that. */
export interface TargetStory {
  readonly target: TargetKey;
  /** Oldest first. */
  readonly chapters: readonly Chapter[];
  readonly spans: readonly Span[];
}

/** One deployment of the target, or a move by somebody else that the next deployment found. */
export type Chapter =
  | {
      readonly kind: 'deployment';
      readonly executionArn: string;
      readonly name: string;
      readonly startedAt: string;
      /** Absent while it runs. */
      readonly endedAt?: string;
      readonly outcome: string;
      readonly tone: 'good' | 'bad' | 'back' | 'running';
      readonly mark: string;
      /** The version it found; absent where there was no alias, or the alias was split. */
      readonly stable?: number;
      readonly candidate?: number;
      readonly who?: string;
      /** How it ended and why, in a sentence. */
      readonly sentence: string;
    }
  | {
      readonly kind: 'outside';
      readonly foundAt: string;
      /** When AWS says that the alias was moved last. */
      readonly movedAt: string;
      readonly from: number;
      readonly to: number;
    };

/** A version that the alias was wholly on. */
export interface Span {
  readonly version: number;
  readonly from: string;
  /** Absent: until now, as far as deployments know. */
  readonly until?: string;
}

/** @param records of deployments of this target, in the order of their starts */
export function targetStory(target: TargetKey, records: readonly AuditRecord[]): TargetStory {
  const chapters: Chapter[] = [];
  const spans: Span[] = [];
  const goLive = (version: number, from: string): void => {
    const last = spans.at(-1);
    if (last?.version === version) return;
    if (last) spans[spans.length - 1] = { ...last, until: from };
    spans.push({ version, from });
  };
  for (const record of records) {
    const own = ownTarget(record, target);
    const found = own?.found.kind === 'whole' ? own.found : undefined;
    const stable = found && numberOf(found.versionArn);
    const before = spans.at(-1)?.version;
    if (found && stable !== undefined && before !== undefined && before !== stable)
      chapters.push({
        kind: 'outside',
        foundAt: record.startedAt,
        movedAt: found.updatedAt,
        from: before,
        to: stable,
      });
    if (found && stable !== undefined) goLive(stable, found.updatedAt);
    chapters.push(deploymentChapter(record, stable, own));
    const candidate = own?.candidate && numberOf(own.candidate.versionArn);
    if (candidate !== undefined && isOnCandidate(record, own!)) goLive(candidate, endOf(record));
  }
  return { target, chapters, spans };
}

function deploymentChapter(record: AuditRecord, stable: number | undefined, own: Target | undefined): Chapter {
  const { deployment, startedAt, endedAt, outcome, request } = record;
  const { tone, mark, sentence } = outcomeOf(record);
  const candidate = own?.candidate && numberOf(own.candidate.versionArn);
  const { requestedBy } = (request ?? {}) as Readonly<Record<string, unknown>>;
  return {
    kind: 'deployment',
    ...deployment,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    outcome,
    tone,
    mark,
    ...(stable !== undefined && { stable }),
    ...(candidate !== undefined && { candidate }),
    ...(typeof requestedBy === 'string' && { who: requestedBy }),
    sentence,
  };
}

function ownTarget({ targets }: AuditRecord, { stateMachineArn, alias }: TargetKey): Target | undefined {
  return targets.find((one) => one.stateMachineArn === stateMachineArn && one.alias === alias);
}

/** Whether this deployment, or its recovery, left the alias wholly on the candidate. */
function isOnCandidate(
  { outcome, recovered }: AuditRecord,
  { stateMachineArn, alias, promoted, rolledBack }: Target,
): boolean {
  const completed = recovered?.targets.find((one) => one.stateMachineArn === stateMachineArn && one.alias === alias);
  if (completed) return completed.kind === 'promoted' || completed.kind === 'inUse';
  if (outcome === 'Succeeded' || rolledBack?.kind === 'inUse') return true;
  return promoted?.kind === 'written' && rolledBack?.kind !== 'handedOver';
}

function endOf({ startedAt, endedAt = startedAt, recovered }: AuditRecord): string {
  return recovered && Date.parse(recovered.at) > Date.parse(endedAt) ? recovered.at : endedAt;
}

function numberOf(versionArn: string): number | undefined {
  return parseVersionArn(versionArn)?.version;
}
