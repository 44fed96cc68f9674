import type { AuditRecord } from '../../workflow/audit-record.ts';
import { long } from './compared.ts';
import { target } from './targets.ts';

/** What a name or a reason may try. */
export const PAYLOADS = [
  '</script><script>document.title="owned"</script>',
  '"><img src=x onerror=document.title="owned">',
  '\'><svg onload=document.title="owned"><a href=https://evil.example>x</a>',
  '</text></svg><script>document.title="owned"</script>',
  '</style></title></pre><script>document.title="owned"</script>',
  'javascript:alert(1)',
  ']]><script>document.title="owned"</script><![CDATA[',
  '{a|b}{{x}}\u202egnp.exe\u0000',
];

/** A record all of whose free texts are hostile; each payload stands in each place once, as `turn` goes through them. */
export function hostile(turn: number): AuditRecord {
  let at = turn;
  const evil = (): string => PAYLOADS[at++ % PAYLOADS.length]!;
  const record = long(40);
  const arn = `arn:aws:states:us-east-1:123456789012:stateMachine:${evil()}`;
  return {
    ...record,
    deployment: { executionArn: `arn:aws:states:us-east-1:123456789012:execution:${evil()}`, name: evil() },
    outcome: evil(),
    reason: evil(),
    cause: {
      reason: evil(),
      summary: evil(),
      targets: [],
      evidence: [evil()],
      recovery: 'pending',
      repair: [evil()],
      help: evil(),
    },
    request: { alarms: [evil()], requestedBy: evil(), reason: evil(), [evil()]: evil() },
    targets: [
      target({ stateMachineArn: arn, alias: evil(), aliasArn: evil(), candidate: { versionArn: evil() } }),
      target({ found: { kind: 'whole', versionArn: evil(), updatedAt: record.startedAt } }),
    ],
    path: [...record.path, evil()],
    states: [...record.states, { name: evil(), visits: 1, seconds: 1, retries: 1 }],
    shifts: { [evil()]: [{ atSeconds: 1, candidateWeight: 50 }], [evil()]: [{ atSeconds: 2, candidateWeight: 10 }] },
    smokeTests: [{ name: evil(), versionArn: evil(), passed: false, found: evil(), executionArn: evil() }],
    afterCare: hostileAfterCare(evil),
    checks: record.checks.map((check) => ({ ...check, reasons: [evil(), evil()] })),
    recovered: { outcome: 'RolledBack', at: record.endedAt!, by: evil(), targets: [] },
    decisions: [{ at: '2026-01-01T00:11:00.000Z', decision: evil() as 'pause', actor: evil(), reason: evil() }],
  };
}

function hostileAfterCare(evil: () => string): NonNullable<AuditRecord['afterCare']> {
  const counted = { count: 1, sample: [{ executionArn: evil(), why: evil() }] };
  const progress = { stage: 'done', running: counted, stopped: 1, replayed: 2, notReplayed: counted } as const;
  const target = { stateMachineArn: evil(), alias: evil(), ...progress, notTended: evil() };
  return { progress: 'done', waitSeconds: 0, calls: 1, targets: [target] };
}
