// The AWS SDK warns about Node 20 on its first use; what the tests print is for what they find.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** jest runs the TypeScript sources as ES modules; swc strips the types, `tsc` checks them (npm run types). */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // The package's own name means its sources here; the packed package is tested by test/cli/package.test.ts.
  moduleNameMapper: {
    '^stepshift/local$': '<rootDir>/stepshift-local.ts',
    '^stepshift/cdk$': '<rootDir>/stepshift-cdk.ts',
  },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testTimeout: 180_000,
  // The command waits for all of them: both processors of a small machine are its own.
  maxWorkers: '100%',
};
