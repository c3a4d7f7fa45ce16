import base from '../../jest.config.js';

/** The suites that `npm run test:e2e` runs at an endpoint: those of the adapters and of the topology, and our own. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: [
    '<rootDir>/libs/adapters/{dynamodb-stores,messaging,recording-store}/test/*.test.ts',
    '<rootDir>/libs/dev/local-aws/test/{fan-out,objects,provision,queues,tables}.test.ts',
    '<rootDir>/apps/e2e/test/*.e2e.ts',
  ],
  // It tests the client against servers that do not answer; the endpoint takes no part.
  testPathIgnorePatterns: ['/node_modules/', '/no-answer\\.test\\.ts$'],
  testTimeout: 300_000, // LocalStack is slower than the embedded emulators.
};
