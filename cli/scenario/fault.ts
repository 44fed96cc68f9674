/** A scenario that cannot be rehearsed, through its author's doing: exit code 2. The message says where, what was found and what was expected. */
export class ScenarioFault extends Error {
  override readonly name = 'ScenarioFault';
}
