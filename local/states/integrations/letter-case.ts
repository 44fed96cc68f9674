import type { Wire } from '../../aws-json.ts';

/** Members whose own members are named by users, so that no rule of spelling applies to them. */
const MAPS = ['variableReferences', 'assignedVariables'];

/** An answer as Task states see it: members begin with a capital, times are what `showTime` makes of epoch seconds. */
export function toPascalCase(value: Wire, showTime: (epochSeconds: number) => Wire): Wire {
  if (Array.isArray(value)) return value.map((item) => toPascalCase(item, showTime));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isTime = typeof member === 'number' && /(?:Date|^timestamp)$/.test(name);
      if (isTime) return [capitalize(name), showTime(member as number)];
      return [capitalize(name), MAPS.includes(name) ? member : toPascalCase(member, showTime)];
    }),
  );
}

/** A Task state's parameters as the service takes them: members begin with a small letter. */
export function toCamelCase(value: Wire): Wire {
  if (Array.isArray(value)) return value.map(toCamelCase);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), toCamelCase(member)]),
  );
}

export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
