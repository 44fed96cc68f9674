import usual from './jest.config.js';

// Only here are containers started: test/docker/containers.ts.
process.env.STEPSHIFT_CONTAINERS = 'true';

/** The tests that have a container to run against, each beside its stand-in; by name, so that what is skipped is seen, and why. */
export default { ...usual, testMatch: ['<rootDir>/test/docker/**/*.test.ts'], verbose: true };
