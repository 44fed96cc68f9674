import type { NumberFieldRule } from './number-field.ts';

/** 0 is no limit of the machine's own. */
export const maxConcurrency: NumberFieldRule = {
  name: 'MaxConcurrency',
  complaint: (number) =>
    number < 0 ? `Expected non-negative integer for MaxConcurrency, got '${number}' instead.` : undefined,
};

export const toleratedCount: NumberFieldRule = {
  name: 'ToleratedFailureCount',
  complaint: (number) => (number < 0 ? 'ToleratedFailureCount cannot be negative.' : undefined),
};

export const toleratedPercentage: NumberFieldRule = {
  name: 'ToleratedFailurePercentage',
  fractions: true,
  complaint: (number) =>
    number < 0 || number > 100 ? 'ToleratedFailurePercentage must be between 0 and 100.' : undefined,
};
