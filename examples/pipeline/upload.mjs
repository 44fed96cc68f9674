/**
 * node upload.mjs STATE_MACHINE_ARN DEFINITION [REQUEST]
 *
 * Makes a definition the current revision of a state machine and prints the id of exactly that revision: who deploys it by this id never publishes what somebody else has
 * uploaded meanwhile. The id is written into the file REQUEST, too, where there is one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { DescribeStateMachineCommand, SFNClient, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';

const [stateMachineArn, definitionFile, requestFile] = process.argv.slice(2);
if (!definitionFile) throw new Error('usage: node upload.mjs STATE_MACHINE_ARN DEFINITION [REQUEST]');
const sfn = new SFNClient();
const definition = readFileSync(definitionFile, 'utf8');

const updated = await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
const revisionId = updated.revisionId ?? (await unchangedRevision());
if (requestFile) {
  const request = JSON.parse(readFileSync(requestFile, 'utf8'));
  writeFileSync(requestFile, JSON.stringify({ ...request, revisionId }, null, 2));
}
console.log(revisionId);

/** AWS may name no revision where the definition was the current one already; and a machine that was never updated has none, which is called INITIAL. */
async function unchangedRevision() {
  const current = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  if (isDeepStrictEqual(JSON.parse(current.definition), JSON.parse(definition))) return current.revisionId ?? 'INITIAL';
  throw new Error(
    `${stateMachineArn}: found revision ${current.revisionId} with another definition, expected that of ${definitionFile}: somebody has updated the machine just now, or AWS answers what was there before. Run this again`,
  );
}
