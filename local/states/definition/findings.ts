/** One finding about a definition, in the words of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** A path from the definition's root, such as `/States/Pass/Next`. */
  readonly location?: string;
}

export type Code = 'SCHEMA_VALIDATION_FAILED' | 'MISSING_TRANSITION_TARGET' | 'DUPLICATE_STATE_NAME';

/** Collects what is found wrong, in the order in which it is found. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** Answers nothing, so that a check may end with it. */
  add(message: string, location: string, code?: Code): undefined;
}

export function newFindings(): Findings {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    add: (message, location, code = 'SCHEMA_VALIDATION_FAILED') => {
      diagnostics.push({ severity: 'ERROR', code, message, location: location === '' ? '/' : location });
    },
  };
}
