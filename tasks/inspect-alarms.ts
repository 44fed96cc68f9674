import type { AlarmsAtStart, DeploymentDocument } from '../workflow/document.ts';
import { ValidationError } from '../workflow/errors.ts';
import type { AlarmReading } from '../workflow/judge.ts';
import { MAXIMUM_ALARMS } from '../workflow/limits.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
}

/** Makes sure that every alarm exists and is quiet: CloudWatch leaves out unknown names without a word, and an alarm that fires already can tell nothing new. */
export const handler = taskHandler(
  'InspectAlarms',
  async ({ document }: Input, ports: Pick<Ports, 'alarms'>): Promise<AlarmsAtStart> => {
    const { alarms, ignoreFiring } = document.request;
    const readings = await ports.alarms.read(alarms);
    const missing = alarms.filter((name) => !readings.some((reading) => reading.name === name));
    if (missing.length > 0) throw notThere(missing);
    const firing = readings.filter((reading) => reading.state === 'ALARM');
    const unexpected = firing.filter(({ name }) => !ignoreFiring.includes(name));
    if (unexpected.length > 0) throw firingAlready(unexpected);
    const onBoth = await watchingBoth(readings, ports);
    return {
      watched: alarms,
      ignored: firing.map(({ name, since }) => ({ name, since })),
      ...(onBoth.length > 0 ? { onBoth } : {}),
    };
  },
);

/** Composite alarms may be made of composite ones; deeper than this it is not looked: it is for a warning. */
const LEVELS = 3;

/** Those that count both versions together, themselves or by what they are made of. */
async function watchingBoth(
  readings: readonly AlarmReading[],
  ports: Pick<Ports, 'alarms'>,
  levels = LEVELS,
): Promise<readonly string[]> {
  const below = levels === 0 ? [] : [...new Set(readings.flatMap(({ children = [] }) => children))];
  const read = below.length === 0 ? [] : await ports.alarms.read(below.slice(0, MAXIMUM_ALARMS));
  const among = read.length === 0 ? [] : await watchingBoth(read, ports, levels - 1);
  return readings
    .filter(({ onBoth, children = [] }) => onBoth || children.some((name) => among.includes(name)))
    .map(({ name }) => name);
}

function notThere(names: readonly string[]): ValidationError {
  return new ValidationError({
    reason: 'AlarmMissing',
    summary: `${named(names)} not found in CloudWatch in this account and region. Create what is missing, or mend the names in request.alarms.`,
  });
}

function firingAlready(firing: readonly AlarmReading[]): ValidationError {
  return new ValidationError({
    reason: 'AlarmAlreadyFiring',
    summary: `${named(firing.map(({ name }) => name))} firing before anything was changed (${firing[0]!.why}). Deploy when it is quiet, or accept it by request.ignoreFiring.`,
  });
}

function named(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return names.length === 1 ? `Alarm ${quoted} is` : `Alarms ${quoted} are`;
}
