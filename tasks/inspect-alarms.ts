import type { AlarmsAtStart, DeploymentDocument } from '../workflow/document.ts';
import { ValidationError } from '../workflow/errors.ts';
import type { AlarmReading } from '../workflow/judge.ts';
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
    const onAlias = readings.filter((reading) => reading.onAlias).map(({ name }) => name);
    return {
      watched: alarms,
      ignored: firing.map(({ name, since }) => ({ name, since })),
      ...(onAlias.length > 0 ? { onAlias } : {}),
    };
  },
);

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
