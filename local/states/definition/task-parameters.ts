import type { Wire } from '../../aws-json.ts';
import { capitalize } from '../integrations/letter-case.ts';
import { parseResource } from '../integrations/resource.ts';
import { findOperation } from '../integrations/sfn-tasks.ts';
import { requestShapes } from '../request-shapes.ts';
import type { Findings } from './findings.ts';
import { isObject } from './values.ts';

interface Members {
  readonly known: readonly string[];
  readonly required: readonly string[];
}

/** The optimized integrations of which all parameters are known here. */
const OPTIMIZED: Readonly<Record<string, Members>> = {
  'lambda:invoke': {
    known: ['ClientContext', 'FunctionName', 'InvocationType', 'LogType', 'Payload', 'Qualifier', 'TenantId'],
    required: ['FunctionName'],
  },
  'states:startExecution': {
    known: ['StateMachineArn', 'Input', 'Name', 'TraceHeader'],
    required: ['StateMachineArn'],
  },
};

/** AWS refuses a parameter that the service's operation does not have, which a call would only ignore, and of an optimized integration misses what it demands. */
export function checkTaskParameters(state: Wire, location: string, findings: Findings): undefined {
  const field = state.Arguments === undefined ? 'Parameters' : 'Arguments';
  const members = typeof state.Resource === 'string' ? membersOf(state.Resource) : undefined;
  if (!members || !isObject(state[field])) return;
  const given = Object.keys(state[field]).map((key) => (field === 'Parameters' ? key.replace(/\.\$$/, '') : key));
  const where = `${location}/${field}`;
  for (const name of given) {
    if (!members.known.includes(name)) findings.add(`The field '${name}' is not supported by Step Functions`, where);
  }
  for (const name of members.required) {
    if (!given.includes(name)) findings.add(`The field '${name}' is required but was missing`, where);
  }
}

function membersOf(arn: string): Members | undefined {
  const resource = parseResource(arn);
  if (resource?.kind !== 'service') return undefined;
  const { service, action } = resource;
  if (service !== 'aws-sdk:sfn') return OPTIMIZED[`${service}:${action}`];
  const operation = findOperation(action) as keyof typeof requestShapes | undefined;
  if (!operation) return undefined;
  // What the SDK's operations demand, the service itself asks for when it is called.
  return { known: Object.keys(requestShapes[operation]).map(capitalize), required: [] };
}
