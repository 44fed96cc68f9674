import { versionNumber } from './arns.ts';
import type { FoundAlias } from './document.ts';

/** One route of an alias: a version and its share of the starts in percent. */
export interface Route {
  readonly versionArn: string;
  readonly weight: number;
}

/** The routes of an alias that gives `candidateWeight` percent to the candidate. Stable stays on it even at 0: AWS then refuses to delete the way back. */
export function split(stableArn: string, candidateArn: string, candidateWeight: number): readonly Route[] {
  return [
    { versionArn: candidateArn, weight: candidateWeight },
    { versionArn: stableArn, weight: 100 - candidateWeight },
  ];
}

export function wholly(versionArn: string): readonly Route[] {
  return [{ versionArn, weight: 100 }];
}

/** The routes of an alias as it was found; null: there was none. */
export function routingFound(found: FoundAlias): readonly Route[] | null {
  switch (found.kind) {
    case 'absent':
      return null;
    case 'whole':
      return wholly(found.versionArn);
    case 'split':
      return found.routes;
  }
}

/** Do both send traffic the same way? A route of weight 0 is no route, and the order says nothing. */
export function sameTraffic(a: readonly Route[], b: readonly Route[]): boolean {
  return key(a.filter(carries)) === key(b.filter(carries));
}

/** Are they the same, routes of weight 0 included? */
export function sameRoutes(a: readonly Route[], b: readonly Route[]): boolean {
  return key(a) === key(b);
}

function carries({ weight }: Route): boolean {
  return weight > 0;
}

function key(routes: readonly Route[]): string {
  return routes
    .map(({ versionArn, weight }) => `${versionArn}=${weight}`)
    .sort()
    .join();
}

export function routesInWords(routes: readonly Route[]): string {
  return routes.map(({ versionArn, weight }) => `${weight} % on version ${versionNumber(versionArn)}`).join(', ');
}
