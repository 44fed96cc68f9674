import { isDeepStrictEqual } from 'node:util';
import { AwsError, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { requireRoleArn } from './arns.ts';
import { readConfigurations } from './configurations.ts';
import { diagnose } from './definition/diagnose.ts';
import { variableReferences } from './definition/variable-references.ts';
import type { Revision, StateMachine } from './state-machine.ts';

/** The first revision of a machine, which has no id. */
export function firstRevision(input: Wire, type: StateMachine['type'], date: EpochMillis): Revision {
  requireRoleArn(input.roleArn);
  return {
    date,
    definitionText: input.definition,
    definition: readDefinition(input.definition, type),
    roleArn: input.roleArn,
    ...readConfigurations(input),
  };
}

/** The current revision changed by a request; the current one itself when the request says nothing new. */
export function nextRevision(
  current: Revision,
  input: Wire,
  type: StateMachine['type'],
  { date, newId }: { readonly date: EpochMillis; readonly newId: () => string },
): Revision {
  if (input.roleArn !== undefined) requireRoleArn(input.roleArn);
  const definitionText = input.definition ?? current.definitionText;
  const isSameDefinition = definitionText === current.definitionText;
  const next = {
    definitionText,
    definition: isSameDefinition ? current.definition : readDefinition(definitionText, type),
    roleArn: input.roleArn ?? current.roleArn,
    ...readConfigurations({ ...current, ...input }),
  };
  const isSame = isSameDefinition && isDeepStrictEqual({ ...current, ...next }, current);
  return isSame ? current : { id: newId(), date, ...next };
}

/** A revision in the words of DescribeStateMachine. */
export function describeRevision(revision: Revision, includedData?: string): Wire {
  const { id, roleArn, definitionText, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = revision;
  const references = variableReferences(revision.definition);
  return {
    definition: includedData === 'METADATA_ONLY' ? '{}' : definitionText,
    roleArn,
    loggingConfiguration,
    tracingConfiguration,
    ...(encryptionConfiguration && { encryptionConfiguration }),
    ...(id && { revisionId: id }),
    ...(Object.keys(references).length > 0 && { variableReferences: references }),
  };
}

function readDefinition(text: string, type: StateMachine['type']): Wire {
  const errors = diagnose(text, type).filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return JSON.parse(text);
  const reasons = errors.map(
    ({ code, message, location }) => `${code}: ${message}${location ? ` at ${location}` : ''}`,
  );
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${reasons.join(', ')}'`);
}
