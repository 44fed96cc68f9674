import type { Wire } from '../../aws-json.ts';
import { parseResource } from '../integrations/resource.ts';
import type { Surroundings } from './machine.ts';

/** A Task's resource is an ARN; EXPRESS machines cannot wait for what goes on elsewhere. */
export function checkResource(resource: Wire, location: string, { findings, express }: Surroundings): undefined {
  if (resource === undefined) return findings.add('These fields are required: [Resource]', location);
  const where = `${location}/Resource`;
  if (typeof resource !== 'string') return findings.add('Expected value of type String', where);
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(resource)) {
    const message = `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
    return findings.add(message, where);
  }
  if (!express) return;
  if (/^arn:[^:]+:states:[^:]*:[^:]*:activity:/.test(resource)) {
    return findings.add('Express state machine does not support Activity ARN', where);
  }
  const parsed = parseResource(resource);
  if (parsed?.kind !== 'service' || parsed.pattern === 'requestResponse') return;
  const suffix = parsed.pattern === 'waitForTaskToken' ? '.waitForTaskToken' : '.sync';
  // AWS's own wording, with the blank at its end.
  findings.add(`Express state machine does not support '${suffix}' service integration `, where);
}
