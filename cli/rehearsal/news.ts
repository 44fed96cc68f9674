import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { News } from '../../report/progress.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import { checksOf, movesOf } from '../../workflow/audit-record.ts';
import { readHistory } from './read-record.ts';
import type { World } from './world.ts';

/** Tells whoever watches a rehearsal what is new. */
export interface NewsTeller {
  /** From now on it is this execution that is told of. */
  follow(executionArn: string): void;
  /** Tells what the execution's history has not told yet. */
  tell(): Promise<void>;
  /** Tells of something that happens now. */
  happens(text: string): Promise<void>;
  /** Tells, once, how recovery completed the deployment. */
  tellRecovery(ledger: Ledger): Promise<void>;
  /** The execution's events that have been read for it, from the first one on. */
  read(): readonly HistoryEvent[];
}

/** Whoever fails at listening ends the rehearsal, not the function that happened to run. */
export function newsTeller(world: World, onProgress: ((news: News) => void) | undefined): NewsTeller {
  const { clients, aws, fail } = world;
  let executionArn: string | undefined;
  /** Only then is there something to recover. */
  let hasEnded = false;
  world.listen((change) => {
    hasEnded ||= change.executionArn === executionArn && change.status !== 'RUNNING';
  });
  let began = 0;
  const told: HistoryEvent[] = [];
  let recoveredAt: string | undefined;
  const safely = async (look: (arn: string, listener: (news: News) => void) => Promise<void>): Promise<void> => {
    if (!onProgress || executionArn === undefined) return;
    try {
      await look(executionArn, onProgress);
    } catch (error) {
      // Where readings lag, the history may not be known yet: the next look tells.
      if ((error as Error).name !== 'ExecutionDoesNotExist') fail(error as Error);
    }
  };
  const tell = () =>
    safely(async (arn, listener) => {
      const fresh = await readHistory(clients, arn, told.at(-1)?.id);
      for (const event of fresh) told.push(event);
      const startedAt = new Date(began);
      listener({ moves: movesOf(fresh, startedAt), checks: checksOf(fresh, startedAt), happenings: [] });
    });
  const happens = async (text: string): Promise<void> => {
    await tell();
    const atSeconds = (aws.clock.now() - began) / 1000;
    await safely(async (_, listener) => listener({ moves: [], checks: [], happenings: [{ atSeconds, text }] }));
  };
  return {
    follow: (arn) => {
      executionArn = arn;
      began = aws.clock.now();
    },
    tell,
    happens,
    read: () => told,
    tellRecovery: ({ deployments }) =>
      safely(async (arn) => {
        if (!hasEnded) return;
        const recovered = (await deployments.read(arn))?.entry.recovered;
        if (!recovered || recovered.at === recoveredAt) return;
        recoveredAt = recovered.at;
        const who = recovered.by === 'watchdog' ? 'the watchdog' : recovered.by;
        await happens(`completed by ${who}: ${recovered.outcome}`);
      }),
  };
}
