import { PLACES } from './places.ts';
import { holdsForStateMachines } from './state-machines-contract.ts';

for (const [where, open] of PLACES) holdsForStateMachines(where, open);
