/** A state of a definition, as it is written there. */
export interface WrittenState {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The states of a machine, those within Parallel and Map states too. It need not be a definition that AWS accepts. */
export function statesOf(machine: unknown): readonly WrittenState[] {
  const { States: states } = asObject(machine);
  return Object.entries(asObject(states)).flatMap(([name, given]) => {
    const fields = asObject(given);
    const { Branches, ItemProcessor, Iterator: iterator } = fields;
    const inner = [...(Array.isArray(Branches) ? Branches : []), ItemProcessor, iterator];
    return [{ name, fields }, ...inner.flatMap(statesOf)];
  });
}

/** The value as an object; an empty one where it is none. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
