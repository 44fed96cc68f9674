import type { Json } from './synthesised.ts';

const NOTHING = Symbol('AWS::NoValue');

/** A template as CloudFormation sees it when its parameters have these values, or their defaults: references to them filled in, and conditions decided. */
export function withParameters(template: Json, given: Readonly<Record<string, string>> = {}): Json {
  const { Parameters, Conditions = {}, ...rest } = template;
  for (const name of Object.keys(given))
    if (!(name in Parameters)) throw new Error(`${name} is no parameter of the template`);
  const valueGiven = (name: string): string | number => {
    const value = given[name] ?? Parameters[name].Default;
    return Parameters[name].Type === 'Number' ? Number(value) : value;
  };
  const holds = (condition: Json): boolean => {
    if ('Fn::Not' in condition) return !holds(condition['Fn::Not'][0]);
    const [one, other] = condition['Fn::Equals'].map(decide);
    return one === other;
  };
  const decide = (value: Json): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decide).filter((one) => one !== NOTHING);
    if (value.Ref === 'AWS::NoValue') return NOTHING;
    if (value.Ref in Parameters) return valueGiven(value.Ref);
    if ('Fn::If' in value) {
      const [name, then, otherwise] = value['Fn::If'];
      return decide(holds(Conditions[name]) ? then : otherwise);
    }
    if ('Fn::Join' in value) {
      const [delimiter, parts] = value['Fn::Join'].map(decide);
      return parts.every((part: Json) => typeof part === 'string')
        ? parts.join(delimiter)
        : { 'Fn::Join': [delimiter, parts] };
    }
    const decided = Object.entries(value).map(([key, one]) => [key, decide(one)]);
    return Object.fromEntries(decided.filter(([, one]) => one !== NOTHING));
  };
  return decide(rest);
}
