import type { Random } from '../random.ts';

/** The stream `name` of `parent`, made when it is first drawn from: most executions never draw. */
export function lazyStream(parent: Random, name: string): Random {
  let made: Random | undefined;
  const stream = (): Random => {
    made ??= parent.stream(name);
    return made;
  };
  return {
    next: () => stream().next(),
    integer: (below) => stream().integer(below),
    stream: (inner) => stream().stream(inner),
    uuid: () => stream().uuid(),
  };
}
