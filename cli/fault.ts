/** What stands in the way of a command and is no bug of it: told in a sentence, with the exit code that says what kind it is. */
export class Fault extends Error {
  override readonly name: string = 'Fault';
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** AWS did not answer: it may, later. */
export class NoAnswer extends Fault {
  override readonly name = 'NoAnswer';
}
