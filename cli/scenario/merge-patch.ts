type Json = Readonly<Record<string, unknown>>;

/** A document with a JSON merge patch applied (RFC 7396): members replace members, objects are merged, null takes a member away. */
export function mergePatched(document: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const members = new Map(Object.entries(isObject(document) ? document : {}));
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) members.delete(name);
    else members.set(name, mergePatched(members.get(name), change));
  }
  return Object.fromEntries(members);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
