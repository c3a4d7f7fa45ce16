import { Config } from './config.ts';

const given = {
  RECONCILIATION_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:windows',
  REGISTRY_FILE: 'registry.yaml',
  RESOURCE_PREFIX: 'test',
  API_CREDENTIALS: JSON.stringify([
    { name: 'test', keySha256: 'a'.repeat(64), tenants: ['acme'], scopes: ['executions:run'] },
  ]),
};
const issuesWith = (more: Record<string, string>): string[] =>
  (Config.safeParse({ ...given, ...more }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

it('refuses a range of executions that contains no time', () => {
  const EXECUTION_FROM = '2026-01-15T10:00:00.000Z';
  const refused = 'EXECUTION_TO: must be after EXECUTION_FROM, 2026-01-15T10:00:00.000Z';
  expect(issuesWith({ EXECUTION_FROM, EXECUTION_TO: EXECUTION_FROM })).toContain(refused);
  expect(issuesWith({ EXECUTION_FROM, EXECUTION_TO: '2026-01-15T10:00:01.000Z' })).not.toContain(refused);
});

it('lets an execution publish enough windows that each priority has some', () => {
  const named = (issue: string): boolean => issue.startsWith('MAX_EVENTS_PER_EXECUTION');
  expect(issuesWith({ MAX_EVENTS_PER_EXECUTION: '9' }).some(named)).toBe(true);
  expect(issuesWith({ MAX_EVENTS_PER_EXECUTION: '10' }).some(named)).toBe(false);
});
