import { existsSync } from 'node:fs';
import type { Skipped } from './benchmark.ts';
import { fiveStates, fiveStatesInput } from './five-states.ts';

/** The one interpreter of state machines in the registry. It is no dependency: who wants to compare installs it. */
export const PEER: string = 'aws-local-stepfunctions';
const PEER_NEEDS_NODE = 22;

interface Peer {
  readonly StateMachine: new (definition: unknown) => { run(input: unknown): { readonly result: Promise<unknown> } };
}

/** Why the peer cannot be measured here; undefined where it can. */
export function whyNoPeer(): string | undefined {
  if (Number.parseInt(process.versions.node, 10) < PEER_NEEDS_NODE)
    return `${PEER} needs Node ${PEER_NEEDS_NODE}, this is ${process.versions.node}`;
  if (existsSync(new URL(`../node_modules/${PEER}`, import.meta.url))) return undefined;
  return `not installed (npm install --no-save ${PEER})`;
}

/** Runs the five-state machine once as the peer does; or why it cannot. */
export async function peerExecution(name: string): Promise<(() => Promise<unknown>) | Skipped> {
  const skipped = whyNoPeer();
  if (skipped !== undefined) return { name, skipped };
  const peer: Peer = await import(PEER);
  const machine = new peer.StateMachine(fiveStates);
  const input = JSON.parse(fiveStatesInput);
  return () => machine.run(input).result;
}
