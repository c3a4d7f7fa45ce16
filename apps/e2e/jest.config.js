import base from '../../jest.config.js';

/** The suites that `npm run test:e2e` runs at an endpoint: those of the adapters and of the topology, and our own. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: [
    '<rootDir>/libs/adapters/{dynamodb-stores,messaging,recording-store}/test/*.test.ts',
    '<rootDir>/libs/dev/local-aws/test/{batch-statements,fan-out,objects,provision,queues,tables}.test.ts',
    // The state machine, with its tokens, heartbeats, parallel branches and conditional updates.
    '<rootDir>/apps/reconciler-worker/test/{orchestrators,workflow}.test.ts',
    '<rootDir>/apps/e2e/test/*.e2e.ts',
  ],
  // They test the client against servers of their own: one that does not answer, one that lists the requests it passes on.
  testPathIgnorePatterns: ['/node_modules/', '/(no-answer|encryption)\\.test\\.ts$'],
  testTimeout: 300_000, // LocalStack is slower than the embedded emulators.
};
