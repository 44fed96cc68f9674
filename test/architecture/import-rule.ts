/** Who may import whom, and which packages may be used where (design: folders). Held by imports.test.ts. */

const OURS: Readonly<Record<string, readonly string[]>> = {
  workflow: ['workflow'],
  tasks: ['tasks', 'workflow'],
  local: ['local'],
  report: ['report', 'workflow'],
  infra: ['infra', 'workflow', 'package-version.ts'],
  cli: ['cli', 'workflow', 'tasks', 'local', 'report', 'package-version.ts'],
};

/** These look at the project from outside and may import anything; nothing imports them. */
const OUTSIDE = ['bench', 'examples', 'test'];

/** Files beside the folders: the package's front door, and how it is built and checked. */
const FRONT: Readonly<Record<string, readonly string[]>> = {
  'stepshift.ts': ['workflow'],
  'stepshift-cdk.ts': ['infra'],
  'package-version.ts': [],
};

const AWS_CLIENTS_IN = /^(?:tasks\/ports\/|tasks\/clients\.ts$|cli\/|bench\/|examples\/|test\/)/;
const BANNED_NAMES = /(?:^|\/)(?:utils|types|index)\.ts$/;
const REAL_TIME = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval)\(|\bperformance\.now\(/;
/** Folders whose time and chance come from outside; a clock of real time is the one exception. */
const TIMELESS = /^(?!local\/real-clock\.ts$)(?:workflow|local|report)\//;

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Everything that a set of source files does against the rule, a sentence each. */
export function violations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => [
    ...(BANNED_NAMES.test(file.path) ? [`${file.path}: no file is named so; name it by what it holds`] : []),
    ...(TIMELESS.test(file.path) && REAL_TIME.test(code(file.text))
      ? [`${file.path}: reads real time or chance; a clock and a random source are parameters here`]
      : []),
    ...importsOf(file.text).flatMap((imported) => violation(file.path, imported)),
  ]);
}

function violation(path: string, imported: string): readonly string[] {
  const says = (why: string): readonly string[] => [`${path} imports ${imported}: ${why}`];
  const folder = path.split('/')[0]!;
  if (imported.startsWith('.')) {
    const target = new URL(imported, `file:///${path}`).pathname.slice(1);
    const allowed = OURS[folder] ?? FRONT[path];
    if (OUTSIDE.includes(folder) || !allowed) return [];
    const to = target.split('/')[0]!;
    if (!allowed.includes(to)) return says(`${folder} may import ${allowed.join(', ')} only`);
    return [];
  }
  if (imported.startsWith('@aws-sdk/') && !AWS_CLIENTS_IN.test(path)) {
    return says('AWS clients only in tasks/ports, tasks/clients.ts and cli');
  }
  if (/^aws-cdk-lib(?:\/|$)/.test(imported) && folder !== 'infra' && !OUTSIDE.includes(folder)) {
    return says('aws-cdk-lib only in infra');
  }
  if (folder === 'workflow' && imported.startsWith('node:')) return says('workflow is pure: no I/O');
  return [];
}

const IMPORT =
  /(?:^|[\n;])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])(.+?)\1|(?:^|[\n;])\s*import\s*(['"])(.+?)\3|\bimport\(\s*(['"])(.+?)\5/g;

/** What a source file imports or exports on: static, bare and dynamic. */
export function importsOf(text: string): readonly string[] {
  return [...code(text).matchAll(IMPORT)].map((match) => match[2] ?? match[4] ?? match[6]!);
}

/** The source without its comments, as far as that matters here. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
