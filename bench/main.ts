// As in cli/main.ts: before anything loads the AWS SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { cpus } = await import('node:os');
const { parseArgs } = await import('node:util');
const { isKept } = await import('./benchmark.ts');
const { command } = await import('./command.ts');
const { executions } = await import('./executions.ts');
const { manyAtOnce } = await import('./many-at-once.ts');
const { localRequests } = await import('./local-requests.ts');
const { longReport } = await import('./long-report.ts');
const { functions } = await import('./functions.ts');
const { harm } = await import('./harm.ts');
const { inOwnProcess } = await import('./own-process.ts');
const { reaction } = await import('./reaction.ts');
const { refusals } = await import('./refusals.ts');
const { rehearsalSpeed } = await import('./rehearsal-speed.ts');
const { rehearsals } = await import('./rehearsals.ts');
const { table } = await import('./table.ts');
const { verdict } = await import('./verdict.ts');

const BENCHMARKS = [
  rehearsalSpeed,
  localRequests,
  executions,
  functions,
  manyAtOnce,
  longReport,
  command,
  verdict,
  rehearsals,
  harm,
  refusals,
  reaction,
];

const options = { json: { type: 'boolean' }, full: { type: 'boolean', default: false } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const unknown = positionals.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `no benchmark ${unknown.join(', ')}; there are ${BENCHMARKS.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}

const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results = [];
for (const { name, about, run } of chosen) {
  if (!values.json) process.stdout.write(`${name}: ${about}\n`);
  const measurements = chosen.length === 1 ? await run(values) : inOwnProcess(name, values);
  results.push({ name, about, measurements });
  if (!values.json) process.stdout.write(`${table(measurements)}\n`);
}
if (values.json) {
  const machine = { node: process.version, processors: cpus().length, model: cpus()[0]?.model };
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2)}\n`);
}
process.exitCode = results.every(({ measurements }) => measurements.every(isKept)) ? 0 : 1;

export {};
