/** Where local AWS stands in a rehearsal; part of every ARN. */
export const PLACE = { region: 'us-east-1', account: '123456789012' } as const;

/** The ARN that a machine of this name has in a rehearsal. */
export function stateMachineArn(name: string): string {
  return `arn:aws:states:${PLACE.region}:${PLACE.account}:stateMachine:${name}`;
}
