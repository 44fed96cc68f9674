/** Every reason of ours that a deployment's end may give: each has a heading of its own in docs/operating.md. */
export const REASONS = [
  'InvalidRequest',
  'StateMachineMissing',
  'StateMachineDeleting',
  'VersionMissing',
  'RevisionMismatch',
  'RevisionKeepsMoving',
  'TooManyVersions',
  'AliasIsSplit',
  'AlarmMissing',
  'AlarmAlreadyFiring',
  'TargetLocked',
  'NotSettled',
  'NotAllowed',
  'SmokeTestFailed',
  'FailsMore',
  'FailsMoreThanBefore',
  'AlarmFiring',
  'NeverConclusive',
  'RefusedByPerson',
  'NobodyDecided',
  'HopelessPlan',
  'RoutingDrifted',
  'DeploymentClosed',
  'NoWayBack',
  'PromotionIncomplete',
  'Unexplained',
] as const;

/** Where a person reads on. A reason that is not ours is the name of an error of AWS's. */
export function helpFor(reason: string): string {
  const known = (REASONS as readonly string[]).includes(reason);
  return `docs/operating.md#${known ? reason.toLowerCase() : 'any-other-reason'}`;
}
