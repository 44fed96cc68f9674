/**
 * `npm run refresh`: makes anew what README shows of the product (the rehearsal's output and the machine's drawing), docs/permissions.md, the published schema, the examples in docs/coexistence.md, and from the committed
 * results of the benchmarks docs/benchmarks.md and the numbers in docs/scale.md. Tests hold them.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { BENCHMARKS } from '../../bench/all.ts';
import { benchmarksPage } from '../../bench/page.ts';
import { fullRuns } from '../../bench/run.ts';
import { pageWith } from '../../bench/scale/page.ts';
import { permissionsPage } from '../../infra/permissions-page.ts';
import { auditRecordJsonSchema } from '../../workflow/audit-record-schema.ts';
import { deployerDefinition, type FunctionArns } from '../../workflow/definition.ts';
import { withInclusions } from './inclusions.ts';
import { machineDiagram } from './machine-diagram.ts';

const readme = readFileSync('README.md', 'utf8');
const [, command] = /<!-- made by: (.*?) -->/.exec(readme) ?? [];
const env = { ...process.env, NO_COLOR: '1' };
const rehearsal = execFileSync('sh', ['-c', command!], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
const replaced = (text: string, language: string, block: string): string =>
  text.replace(
    new RegExp(`(^\`\`\`${language}\n).*?(\n\`\`\`$)`, 'ms'),
    (_, open: string, close: string) => open + block + close,
  );

const pictured = replaced(readme, 'text', rehearsal.replace(/^\n+|\n+$/g, ''));
writeFileSync('README.md', replaced(pictured, 'mermaid', machineDiagram(deployerDefinition({} as FunctionArns))));
writeFileSync('docs/audit-record.schema.json', `${JSON.stringify(auditRecordJsonSchema(), null, 2)}\n`);
writeFileSync('docs/permissions.md', permissionsPage());
const lastRun = JSON.parse(readFileSync('bench/results/scale.json', 'utf8'));
writeFileSync('docs/scale.md', pageWith(readFileSync('docs/scale.md', 'utf8'), lastRun));
const names = BENCHMARKS.map(({ name }) => name);
writeFileSync('docs/benchmarks.md', benchmarksPage(fullRuns(names), names));
writeFileSync('docs/coexistence.md', withInclusions(readFileSync('docs/coexistence.md', 'utf8')));
