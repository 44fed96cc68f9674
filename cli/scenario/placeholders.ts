import { ScenarioFault } from './fault.ts';
import { stateMachineArn } from './place.ts';

const PLACEHOLDER = /\$\{stateMachineArn(?::([^}]*))?\}/g;

/**
 * A scenario's JSON with `${stateMachineArn:NAME}` replaced in every text, and `${stateMachineArn}` where there is one machine only.
 * @throws ScenarioFault for a name that no machine has, and for no name where there are several
 */
export function replacePlaceholders<T>(file: string, value: T, machineNames: readonly string[]): T {
  const arnOf = (path: string, placeholder: string, name: string | undefined): string => {
    const known = machineNames.length === 1 ? (name ?? machineNames[0]!) : name;
    if (known !== undefined && machineNames.includes(known)) return stateMachineArn(known);
    const expected = machineNames.map((each) => `\${stateMachineArn:${each}}`).join(', ');
    throw new ScenarioFault(`${file}: ${path}: found ${placeholder}, expected ${expected}`);
  };
  const within = (part: unknown, path: string): unknown => {
    if (typeof part === 'string') {
      return part.replace(PLACEHOLDER, (placeholder, name) => arnOf(path, placeholder, name));
    }
    if (Array.isArray(part)) return part.map((item, index) => within(item, `${path}[${index}]`));
    if (part === null || typeof part !== 'object') return part;
    const members = Object.entries(part).map(([name, member]) => [
      name,
      within(member, path === '' ? name : `${path}.${name}`),
    ]);
    return Object.fromEntries(members);
  };
  return within(value, '') as T;
}
