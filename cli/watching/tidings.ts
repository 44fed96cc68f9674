import { inWords } from '../../report/duration.ts';
import type { Happening, News } from '../../report/progress.ts';
import { targetName, versionNumber } from '../../workflow/arns.ts';
import { checksOf, type HistoryEvent, movesOf } from '../../workflow/audit-record.ts';
import type { Decision } from '../../workflow/decisions.ts';
import type { DeploymentDocument, Health } from '../../workflow/document.ts';

/** Something new about a deployment. */
export type Tidings =
  | ({ readonly kind: 'news'; readonly atSeconds: number } & News)
  /** What should be known about it, at length. */
  | { readonly kind: 'note'; readonly atSeconds: number; readonly text: string };

type WaitsFor = Health['waitsFor'];

/** Goes through a history as it grows, and tells what is new in it: the plan, shifts, steps, verdicts, and that a person is waited for. */
export function historyTeller(startedAt: Date): (fresh: readonly HistoryEvent[]) => readonly Tidings[] {
  let waitedFor: WaitsFor;
  const tell = (event: HistoryEvent): readonly Tidings[] => {
    const { name, output } = event.stateExitedEventDetails ?? {};
    if (name === undefined) return [];
    const atSeconds = secondsAfter(startedAt, event.timestamp!);
    const happen = (text: string): Tidings => happening(atSeconds, text);
    const document = (): DeploymentDocument => JSON.parse(output ?? '{}');
    if (name === 'PlanDeployment') {
      const { plan } = document();
      const notes = plan?.warnings.map((text): Tidings => ({ kind: 'note', atSeconds, text })) ?? [];
      return [...planInWords(document()).map(happen), ...notes];
    }
    if (name === 'ConfirmShift') {
      waitedFor = undefined;
      return stepInWords(document()).map(happen);
    }
    const moves = movesOf([event], startedAt);
    const checks = checksOf([event], startedAt);
    if (moves.length + checks.length === 0) return [];
    const news: Tidings = { kind: 'news', atSeconds: moves[0]?.atSeconds ?? atSeconds, moves, checks, happenings: [] };
    if (name !== 'CheckHealth') return [news];
    const before = waitedFor;
    waitedFor = document().health?.waitsFor;
    return waitedFor && waitedFor !== before ? [news, happen(waitInWords(waitedFor, document()))] : [news];
  };
  return (fresh) => fresh.flatMap(tell);
}

/** What people have decided, beyond the first `told`. */
export function decisionsToTell(decisions: readonly Decision[], told: number, startedAt: Date): readonly Tidings[] {
  return decisions.slice(told).map(({ decision, actor, reason, at }) => {
    const text = `${actor} decides: ${decision}${reason === undefined ? '' : ` (${reason})`}`;
    return happening(secondsAfter(startedAt, new Date(at)), text);
  });
}

export function happening(atSeconds: number, text: string): Tidings {
  const happenings: readonly Happening[] = [{ atSeconds, text }];
  return { kind: 'news', atSeconds, moves: [], checks: [], happenings };
}

function planInWords({ plan, targets }: DeploymentDocument): readonly string[] {
  if (!plan || (plan.decision !== 'deploy' && plan.decision !== 'testFirst')) return [];
  const versions = targets.flatMap(({ candidate, found, ...target }) => {
    if (!candidate) return [];
    const after = found.kind === 'whole' ? ` after version ${versionNumber(found.versionArn)}` : '';
    return [`version ${versionNumber(candidate.versionArn)} of ${targetName(target)}${after}`];
  });
  const steps = plan.steps.length === 1 ? 'one step' : `${plan.steps.length} steps`;
  return [`${versions.join(', ')}: ${steps}, about ${inWords(plan.totalSeconds)}`];
}

function stepInWords({ step, plan }: DeploymentDocument): readonly string[] {
  if (!step || !plan) return [];
  const later = plan.steps.slice(step.number).reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
  const after = later > 0 ? `, then about ${inWords(later)} more` : '';
  return [`step ${step.number} of ${step.of}: watched for ${inWords(step.bakeSeconds)}${after}`];
}

const COMMANDS = { approval: 'approve', resume: 'resume', decision: 'approve' } as const;

function waitInWords(waitsFor: NonNullable<WaitsFor>, { targets }: DeploymentDocument): string {
  const target = targets[0] ? targetName(targets[0]) : '';
  return `waiting for a person: stepshift ${COMMANDS[waitsFor]} ${target}, or rollback`;
}

export function secondsAfter(start: Date, time: Date): number {
  return Math.max(0, (time.getTime() - start.getTime()) / 1000);
}
