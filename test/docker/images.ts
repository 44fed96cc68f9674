import type { Differences } from '../tasks/ports/contract-test.ts';

/**
 * The images, pinned; the environment names others, to try them. None of them could be pulled where this was written.
 *
 * Step Functions Local is AWS's own, and AWS takes it no further. 2.0.0, of 2024, is the newest release that we know of, and younger than what the definition needs:
 * ItemProcessor, JitterStrategy, MaxDelaySeconds, and RedriveCount in the context. That it has all of these is not verified.
 */
export const STEP_FUNCTIONS_LOCAL = process.env.STEP_FUNCTIONS_LOCAL_IMAGE ?? 'amazon/aws-stepfunctions-local:2.0.0';

/**
 * LocalStack's last release that is not numbered by the year: images from 2026.3 on ask for a token, as far as we know. Of the emulators that were looked at, as packages
 * of PyPI and without Docker, it keeps most of the contract: moto 5.2.5 cannot publish a version by itself, and MiniStack 1.5.33 starts the current definition whatever the
 * alias says.
 */
export const EMULATOR = process.env.EMULATOR_IMAGE ?? 'localstack/localstack:4.14.0';

const NO_ALIAS = 'where there is no alias it answers ValidationException, AWS ResourceNotFound';

/** Where it does not keep the contract: tests by name, with what it does otherwise than AWS. Seen with localstack-core 4.14.0. */
export const EMULATOR_DIFFERENCES: Differences = {
  'read nothing where there is no alias': NO_ALIAS,
  'remove, and remove again': NO_ALIAS,
  'fail to write an alias that is not there': NO_ALIAS,
  'publish the revision of a machine that was never updated': 'it does not know the word INITIAL',
};
