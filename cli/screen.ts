/** Where a command prints. What a machine or a person keeps goes to `print`, what a person reads while waiting goes to `note`. */
export interface Screen {
  /** Writes to stdout. */
  print(text: string): void;
  /** Writes to stderr. */
  note(text: string): void;
  readonly columns: number;
  /** Whether a line on stderr may be written over: somebody looks at it. */
  readonly live?: boolean;
  /** Whether colour is welcome on stdout and on stderr: on a terminal, and unless NO_COLOR says otherwise. */
  readonly colour: { readonly print: boolean; readonly note: boolean };
}

/** The screen of a process. A reader that closes its end early (`| head`) ends nothing with a stack trace. */
export function processScreen({ stdout, stderr, env }: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>): Screen {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const plain = Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return {
    print: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    live: stderr.isTTY === true && env.TERM !== 'dumb',
    columns: stdout.columns || stderr.columns || 80,
    colour: { print: !plain && stdout.isTTY === true, note: !plain && stderr.isTTY === true },
  };
}
