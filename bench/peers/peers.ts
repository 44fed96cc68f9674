import { CANARY_SCRIPT } from './canary-script.ts';
import { CLOUDFORMATION } from './cloudformation.ts';
import type { Peer } from './peer-client.ts';
import { SFNDEPLOY } from './sfndeploy.ts';

/** What else deploys versions of Step Functions. */
export const PEERS: readonly Peer[] = [CLOUDFORMATION, CANARY_SCRIPT, SFNDEPLOY];
