/**
 * The aliases of a machine that a request names, each once; the request may be anything. Where it names none of this machine, the first alias that it names at all: the
 * request may have its ARN wrong.
 */
export function requestedAliases(request: unknown, stateMachineArn: string): readonly string[] {
  const listed = member(request, 'targets');
  const targets = [
    ...(member(request, 'alias') === undefined ? [] : [request]),
    ...(Array.isArray(listed) ? listed : []),
  ]
    .map((target) => ({ arn: member(target, 'stateMachineArn'), alias: member(target, 'alias') }))
    .filter((target): target is { arn: unknown; alias: string } => typeof target.alias === 'string');
  const own = targets.filter(({ arn }) => arn === stateMachineArn);
  return [...new Set((own.length > 0 ? own : targets.slice(0, 1)).map(({ alias }) => alias))];
}

function member(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
