import type { Skipped } from './benchmark.ts';
import { fiveStates, fiveStatesInput } from './five-states.ts';

/** The one interpreter of state machines in the registry. It is no dependency: who wants to compare installs it. */
const PEER: string = 'aws-local-stepfunctions';
const PEER_NEEDS_NODE = 22;

interface Peer {
  readonly StateMachine: new (definition: unknown) => { run(input: unknown): { readonly result: Promise<unknown> } };
}

/** Runs the five-state machine once as the peer does; or why it cannot. */
export async function peerExecution(name: string): Promise<(() => Promise<unknown>) | Skipped> {
  if (Number.parseInt(process.versions.node, 10) < PEER_NEEDS_NODE) {
    return { name, skipped: `${PEER} needs Node ${PEER_NEEDS_NODE}, this is ${process.versions.node}` };
  }
  let peer: Peer;
  try {
    peer = await import(PEER);
  } catch {
    return { name, skipped: `not installed (npm install --no-save ${PEER})` };
  }
  const machine = new peer.StateMachine(fiveStates);
  const input = JSON.parse(fiveStatesInput);
  return () => machine.run(input).result;
}
