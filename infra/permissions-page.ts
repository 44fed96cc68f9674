import { TASK_NAMES } from '../workflow/definition.ts';
import { BY_ALIAS, BY_VERSION, type Grant, INSTALLATIONS, RESOURCES } from './grant.ts';
import { grantsOf, type RoleName } from './permissions.ts';
import { RUN, RUN_IN_VPC, RUN_MACHINE, USE_LEDGER_KEY } from './service-permissions.ts';

/** docs/permissions.md, made from the table of permissions (`npm run refresh`). */
export function permissionsPage(): string {
  const roles: readonly (readonly [string, readonly RoleName[]])[] = [
    ['The tasks', TASK_NAMES],
    ['The watchdog', ['RecoverDeployment']],
    ['The state machine', ['Stepshift']],
    ['`GradualDeployment`', ['StartDeployment', 'Starter']],
  ];
  return `${[INTRODUCTION, ...roles.map(([title, names]) => chapter(title, names)), COMMON].join('\n\n')}\n`;
}

const INTRODUCTION = `# Permissions

<!-- made from infra/permissions.ts by \`npm run refresh\` -->

What each part of an installed deployer may do, on what, and why. The roles of the construct are made from the same table as this page, and a test holds it against rehearsals in both directions: each call that a task makes there is allowed by the policy of its function, and each permission is used by a rehearsal, or says below why none is seen to use it.

**The deployer may not** create, change or delete a state machine, or pass a role. It publishes versions and moves aliases; it starts executions on versions only, for smoke tests and replays, and stops them where a request says so. An alias update needs no \`iam:PassRole\`: AWS asks for it only where a machine's role is set.

**Who may start it may have it do all that.** A request moves any alias that the deployer may deploy, and its smoke tests start the candidate with an input of the author's own. So \`states:StartExecution\` on the deployer is for those who may do the same to the machines themselves; a deployer for each team, narrowed, keeps teams apart. What is decided about a deployment under way (\`stepshift pause\`, \`approve\`, \`rollback\` and so on) is written into the ledger: who has \`dynamodb:PutItem\` there can write locks and records, too. The roles of the state machines can be taken by Step Functions for a machine of this account only (\`aws:SourceAccount\`, \`aws:SourceArn\`), those of the functions by Lambda.

**What it may deploy** is narrowed by props of \`Deployer\`, all of them optional:

| prop | narrows *the state machines it may deploy* to |
|---|---|
| – | all of its account and region |
| \`targets\` | these, by their ARNs |
| \`namePrefix\` | those whose names begin so |
| \`tag\` | those with that tag: condition \`aws:ResourceTag/KEY\` equals \`VALUE\` |
| \`aliases\` | and to these aliases of them: condition \`states:StateMachineQualifier\` equals one of them |
| \`selfUpdate\` | widens it, where it is narrowed: the deployer itself, too |

AWS authorises every call about a version or an alias on the state machine's own ARN, and tells the alias by \`states:StateMachineQualifier\`. It does not for \`PublishStateMachineVersion\` and \`ListStateMachineVersions\`; and \`DescribeStateMachine\` is called without a qualifier. So \`aliases\` cannot narrow these three. What is done with a version has its number as the qualifier, so that no execution can be started on a machine, nor on an alias but one whose name begins with a digit: no condition of AWS's tells that from a number. AWS knows no tags of executions: \`tag\` cannot narrow what is done with these, but \`targets\` and \`namePrefix\` do.

**Encrypted state machines** can be deployed without their keys: aliases and versions are not encrypted. Give \`targetKeys\` for what reads definitions and executions. \`permissionsBoundary\` sets the boundary of every role; \`targetKeys\`, \`ledgerKey\` and \`vpc\` add what is marked so.`;

function chapter(title: string, roles: readonly RoleName[]): string {
  return [`## ${title}`, ...roles.map(section)].join('\n\n');
}

function section(role: RoleName): string {
  const grants = merged(ownGrants(role));
  const heading = `### ${role === 'Starter' ? 'The machine that waits for the stack' : role}`;
  if (grants.length === 0) return `${heading}\n\nCalls nothing: it only thinks.`;
  return `${heading}\n\n${table(grants)}`;
}

const SHARED = new Set([...RUN, ...RUN_IN_VPC, ...RUN_MACHINE, ...USE_LEDGER_KEY]);

function ownGrants(role: RoleName): readonly Grant[] {
  return grantsOf(role, INSTALLATIONS).filter((grant) => !SHARED.has(grant));
}

const COMMON = `## What all have

Every function, so that Lambda can run it:

${table(merged([...RUN, ...RUN_IN_VPC]))}

Every function that is given something on the ledger's table:

${table(merged(USE_LEDGER_KEY))}

Every state machine, so that Step Functions can run it:

${table(merged(RUN_MACHINE))}`;

interface Row extends Omit<Grant, 'action' | 'reason'> {
  readonly actions: readonly string[];
  readonly reasons: readonly string[];
}

/** Actions on the same resource for the same reason share a row. */
function merged(grants: readonly Grant[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { action, reason, ...rest } of grants) {
    const key = JSON.stringify([rest.on, rest.onlyWith, reason]);
    const row = rows.get(key) ?? { ...rest, actions: [], reasons: [reason] };
    rows.set(key, { ...row, actions: [...new Set([...row.actions, action])] });
  }
  return [...rows.values()];
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    (row) =>
      `| ${row.actions.map((action) => `\`${action}\``).join(', ')} | ${RESOURCES[row.on]} | ${conditionOf(row)} | ${reasonOf(row)} |`,
  );
  return ['| action | on | condition | reason |', '|---|---|---|---|', ...lines].join('\n');
}

function conditionOf({ on }: Row): string {
  if (on === 'ledgerKey') return '`kms:ViaService` is DynamoDB';
  if (on === 'targetKey') return '`kms:ViaService` is Step Functions';
  if (on === BY_VERSION) return 'a version is named; by `tag`';
  if (on === BY_ALIAS) return 'by `tag` and `aliases`';
  return on === 'target' ? 'by `tag`' : '–';
}

function reasonOf({ reasons, onlyWith, notRehearsed }: Row): string {
  const only = onlyWith ? `Only with \`${onlyWith}\`. ` : '';
  const unused = notRehearsed ? ` (not seen in rehearsals: ${notRehearsed})` : '';
  const text = reasons.join('; ');
  return `${only}${text[0]!.toUpperCase()}${text.slice(1)}${unused}`;
}
