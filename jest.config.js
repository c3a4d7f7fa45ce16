/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/tools/jest/plain-environment.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest/strip-types.cjs' },
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['/dist/', '/.nx/', '/reports/'],
  testTimeout: 60_000, // Of tests and hooks that take seconds, on a machine that does other things too.
};
