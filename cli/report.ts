import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reported } from '../report/reported.ts';
import { EXECUTION_ARN } from '../workflow/arns.ts';
import { AWS_OPTIONS, AWS_OPTIONS_HELP, LEDGER_NAME } from './aws-options.ts';
import { type Arguments, type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { givenPath } from './given-path.ts';
import { writePage } from './report/write-page.ts';
import { ScenarioFault } from './scenario/fault.ts';
import { isFile, named, readText } from './scenario/files.ts';
import type { Screen } from './screen.ts';
import { readStandardInput } from './standard-input.ts';

const HELP = `stepshift report: tells one deployment, as text, HTML, Markdown or JSON

Usage: stepshift report EXECUTION [OPTIONS]
       stepshift report RECORD.json [OPTIONS]

EXECUTION is the ARN of an execution of the deployer: ended, stopped, timed out, or still
running. RECORD.json is a file with an audit record, or with what rehearse --json prints;
- is standard input. Nothing is changed.

Options:
  --html FILE         one self-contained HTML page: it loads nothing, needs no script, and
                      prints well (- is standard output)
  --markdown          for pull requests and the summaries of pipelines
  --json              the audit record itself (docs/audit-record.schema.json)
  --open              shows the HTML page in the browser (the one BROWSER names, if any)
  --ledger TABLE      the ledger's table (default: ${LEDGER_NAME}). Without it, what recovery
                      did is not known
${AWS_OPTIONS_HELP}
                      (region: the execution's own, where nothing else is said)
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift report arn:aws:states:eu-west-1:111122223333:execution:Stepshift:orders-7 --open
  stepshift rehearse examples/sample-alias-machine --json | stepshift report - --html report.html
  stepshift report record.json --markdown >> "$GITHUB_STEP_SUMMARY"

Exit codes:
  ${EXIT.ok}  it was told, however the deployment ended
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage, or nothing that can be told
`;

/** `stepshift report EXECUTION|RECORD.json`. */
export const reportCommand: Command = {
  name: 'report',
  summary: 'tells one deployment, as text, HTML, Markdown or JSON',
  help: HELP,
  options: {
    ...AWS_OPTIONS,
    html: { type: 'string' },
    markdown: { type: 'boolean' },
    json: { type: 'boolean' },
    open: { type: 'boolean' },
    ledger: { type: 'string' },
  },
  run: async ({ values, positionals }, screen) => {
    const [source, ...more] = positionals;
    if (source === undefined) throw new UsageFault('Nothing to report: stepshift report EXECUTION or RECORD.json.');
    if (more.length > 0) throw new UsageFault(`One deployment at a time, but ${positionals.length} were given.`);
    const form = formOf(values);
    await show(await reported(source, values, screen), form, screen);
    return EXIT.ok;
  },
};

type Form =
  | { readonly kind: 'text' | 'markdown' | 'json' }
  | { readonly kind: 'html'; readonly file: string; readonly open: boolean };

function formOf({ html, markdown, json, open }: Arguments['values']): Form {
  const asked = [html !== undefined || open ? 'html' : '', markdown ? 'markdown' : '', json ? 'json' : ''].filter(
    Boolean,
  );
  if (asked.length > 1) throw new UsageFault(`One of --html (or --open), --markdown and --json, not ${asked.length}.`);
  if (open && html === '-') throw new UsageFault('--open needs a file, and --html - has none.');
  if (markdown) return { kind: 'markdown' };
  if (json) return { kind: 'json' };
  if (html === undefined && !open) return { kind: 'text' };
  const file = html === undefined ? join(mkdtempSync(join(tmpdir(), 'stepshift-')), 'report.html') : String(html);
  return { kind: 'html', file, open: open === true };
}

async function reported(source: string, values: Arguments['values'], screen: Screen): Promise<Reported> {
  if (EXECUTION_ARN.test(source)) {
    const [{ openPorts }, { reportedExecution }] = await Promise.all([
      import('./aws.ts'),
      import('./report/reported-execution.ts'),
    ]);
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    const region = values.region ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? source.split(':')[3]!;
    return reportedExecution(source, openPorts({ ...values, region }, source), screen);
  }
  const { reportedText } = await import('./report/reported-file.ts');
  if (source === '-') return reportedText(await readStandardInput(), 'standard input');
  const file = givenPath(source, process.env);
  if (isFile(file)) return reportedText(readText(file), named(file));
  throw new ScenarioFault(
    `${named(file)}: found no file there, expected the ARN of an execution, or a file with an audit record`,
  );
}

async function show(what: Reported, form: Form, screen: Screen): Promise<void> {
  switch (form.kind) {
    case 'json':
      return screen.print(`${JSON.stringify(what.record, null, 2)}\n`);
    case 'markdown':
      return screen.print((await import('../report/markdown.ts')).markdownReport(what.record));
    case 'text': {
      const { terminalSummary } = await import('../report/terminal.ts');
      const { record, machines } = what;
      return screen.print(terminalSummary(record, { colour: screen.colour.print, columns: screen.columns, machines }));
    }
    case 'html':
      return writeReport(what, form.file, screen, form.open);
  }
}

/** Writes the HTML page of a deployment to a file (`-`: standard output), and says so. */
export async function writeReport(what: Reported, file: string, screen: Screen, open = false): Promise<void> {
  // Only now: the chart library takes longer to load than all the rest.
  const { reportPage } = await import('../report/html/report-page.ts');
  await writePage(reportPage(what), file, screen, open);
}
