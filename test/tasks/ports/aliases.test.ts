import { holdsForAliases } from './aliases-contract.ts';
import { PLACES } from './places.ts';

for (const [where, open] of PLACES) holdsForAliases(where, open);
