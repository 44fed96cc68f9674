import type { ComparedEvidence, CompareSettings, ComparisonNumbers, Finding } from './compare-versions.ts';
import { highestUsualRate } from './final-bake.ts';
import { MISS_RATE, regressionRate } from './minimum-evidence.ts';

/** A comparison as sentences: what was counted and how much that says, then what follows. */
export function comparisonInWords(
  finding: Finding,
  evidence: ComparedEvidence,
  numbers: ComparisonNumbers,
  settings: CompareSettings,
): readonly string[] {
  const what = `${ended(evidence, numbers)}: evidence ${toOne(numbers.logEvidence)}, limit ${numbers.limit} : 1`;
  return [
    what,
    ...overdue(evidence),
    ...finalBake(evidence, numbers),
    ...conclusion(finding, evidence, numbers, settings),
  ];
}

/** Evidence as a person reads it; rounded down, so that what is below a limit does not read as if it had reached it. */
export function toOne(logEvidence: number): string {
  if (logEvidence >= Math.log(1e6)) return 'more than 1000000 : 1';
  const ratio = Math.exp(logEvidence) + 1e-9;
  if (ratio < 0.1) return 'less than 0.1 : 1';
  return `${ratio < 10 ? Math.floor(ratio * 10) / 10 : Math.floor(ratio)} : 1`;
}

function ended({ versions }: ComparedEvidence, { counts }: ComparisonNumbers): string {
  const { candidateFailed, candidateSucceeded, stableFailed, stableSucceeded } = counts;
  const stable = `${stableFailed} of ${stableFailed + stableSucceeded} of version ${versions.stable}`;
  const executions = candidateFailed + candidateSucceeded;
  if (executions === 0) return `no execution of version ${versions.candidate} has ended, ${stable} failed`;
  return `${candidateFailed} of ${number(executions, 'execution')} of version ${versions.candidate} failed, ${stable}`;
}

function overdue({ overdue, versions }: ComparedEvidence): readonly string[] {
  if (overdue === 0) return [];
  return [
    `${number(overdue, 'execution')} of version ${versions.candidate} ran on for longer than any of version ${versions.stable} took`,
  ];
}

function finalBake(
  { folded, versions }: ComparedEvidence,
  { finalBake, counts }: ComparisonNumbers,
): readonly string[] {
  if (finalBake === undefined) return [];
  const { failed, started, logEvidence, limit } = finalBake;
  const stable = { executions: counts.stableFailed + counts.stableSucceeded, failures: counts.stableFailed };
  const usual = percent(highestUsualRate(folded.evidence.history, stable));
  const seen = `at 100 % ${failed} of ${number(started, 'execution')} of version ${versions.candidate} failed`;
  return [
    `${seen}, of version ${versions.stable} at most ${usual} in its past: evidence ${toOne(logEvidence)}, limit ${limit} : 1`,
  ];
}

function conclusion(
  finding: Finding,
  { folded, versions, minutesSeen, heldSeconds }: ComparedEvidence,
  { executionsNeeded }: ComparisonNumbers,
  { minimumEffect, maximumHoldSeconds }: CompareSettings,
): readonly string[] {
  const regression = percent(regressionRate(folded.evidence.history, minimumEffect));
  switch (finding) {
    case 'failsMore':
    case 'failsMoreThanBefore':
      return [];
    case 'settling':
      return [`${number(minutesSeen, 'minute')} at this weight can be seen so far, of at least 2`];
    case 'suspicious':
      return ['too much evidence to go on (10 : 1), too little to roll back'];
    case 'tooFew':
      return [
        `too few to tell: ${number(executionsNeeded, 'more execution')} of version ${versions.candidate} must succeed`,
      ];
    case 'notQuiet':
      return [`held until the evidence is below 3 : 1, for at most ${maximumHoldSeconds - heldSeconds} s more`];
    case 'likeStable':
      return [
        `had version ${versions.candidate} failed ${regression} or more of its executions, that would have been told with ${percent(1 - MISS_RATE)}`,
      ];
  }
}

function number(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function percent(rate: number): string {
  return `${Number((100 * rate).toPrecision(3))} %`;
}
