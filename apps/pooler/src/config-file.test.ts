import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addConfigFile } from './config-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'pooler-config-'));
const CONFIG_FILE = join(folder, 'pooler.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (yaml: string, environment: Record<string, string> = {}) => {
  writeFileSync(CONFIG_FILE, yaml);
  return addConfigFile({ CONFIG_FILE, ...environment });
};

/** Both halves of the document together. */
const DOCUMENTED = `
reconciliationPooler:
  query:
    maxCallsPerExecution: 900
    lookbackDays: 6
    bufferMinutes: 4
    includeFailedReconciliations: false
    maxReconciliationAttempts: 2
  windows:
    defaultWindowSizeMinutes: 6
    dynamicWindowSizing: false
    minWindowSizeMinutes: 2
    maxWindowSizeMinutes: 14
  execution:
    parallelPublishing: 9
    publishTimeout: 4000
    publishRetries: 2
    enableDryRun: true
    parallelPayloads: 5
    ocpTimeout: 30000
    retryDelayMs: 1000
  scheduler:
    cronExpression: "0 */20 * * * *"
    enabled: false
    timezone: "Europe/Madrid"
  ocp:
    baseUrl: "https://ocp.example.com/api/v1"
    exportEndpoint: "/recordings/export"
    authType: "bearer"
  sns:
    topicArn: "arn:aws:sns:us-east-1:123456789:reconciliation-events"
    messageGroupId: null
    enableMessageAttributes: false
    includeCallDetails: false
`;

describe('the configuration file', () => {
  it('has every parameter of the requirement documents', () => {
    expect(read(DOCUMENTED)).toEqual({
      CONFIG_FILE,
      MAX_CALLS_PER_EXECUTION: '900',
      LOOKBACK_DAYS: '6',
      BUFFER_MINUTES: '4',
      INCLUDE_FAILED_RECONCILIATIONS: 'false',
      MAX_RECONCILIATION_ATTEMPTS: '2',
      DEFAULT_WINDOW_SIZE_MINUTES: '6',
      DYNAMIC_WINDOW_SIZING: 'false',
      MIN_WINDOW_SIZE_MINUTES: '2',
      MAX_WINDOW_SIZE_MINUTES: '14',
      PARALLEL_PUBLISHING: '9',
      PUBLISH_TIMEOUT_MS: '4000',
      PUBLISH_RETRIES: '2',
      ENABLE_DRY_RUN: 'true',
      CRON_EXPRESSION: '0 */20 * * * *',
      SCHEDULER_ENABLED: 'false',
      CRON_TIMEZONE: 'Europe/Madrid',
      OCP_BASE_URL: 'https://ocp.example.com/api/v1',
      RECONCILIATION_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789:reconciliation-events',
      ENABLE_MESSAGE_ATTRIBUTES: 'false',
      INCLUDE_CALL_DETAILS: 'false',
    });
  });

  it('gives way to a variable that is set, and not to one that is empty', () => {
    const yaml = 'reconciliationPooler: { query: { lookbackDays: 6, bufferMinutes: 4 } }';
    const { LOOKBACK_DAYS, BUFFER_MINUTES } = read(yaml, { LOOKBACK_DAYS: '3', BUFFER_MINUTES: '' });
    expect([LOOKBACK_DAYS, BUFFER_MINUTES]).toEqual(['3', '4']);
  });

  it('takes the message group of a FIFO topic', () => {
    expect(read('reconciliationPooler: { sns: { messageGroupId: windows } }')).toMatchObject({
      MESSAGE_GROUP_ID: 'windows',
    });
  });

  it('is not needed', () => {
    expect(addConfigFile({ LOOKBACK_DAYS: '3' })).toEqual({ LOOKBACK_DAYS: '3' });
    expect(addConfigFile({ CONFIG_FILE: '' })).toEqual({ CONFIG_FILE: '' });
  });

  it.each([
    ['a section', 'reconciliationPooler: { querry: {} }', /reconciliationPooler: .*querry/],
    [
      'a parameter',
      'reconciliationPooler: { query: { lookbackDay: 7 } }',
      /reconciliationPooler.query: .*lookbackDay/,
    ],
    [
      'a parameter of another section',
      'reconciliationPooler: { sns: { lookbackDays: 7 } }',
      /sns: .*lookbackDays/,
    ],
    ['another root', 'pooler: {}', /reconciliationPooler/],
    ['a list', 'reconciliationPooler: { query: { lookbackDays: [7] } }', /query.lookbackDays: /],
    ['a key given twice', 'reconciliationPooler: { query: { lookbackDays: 7, lookbackDays: 8 } }', /unique/],
    ['nothing', '', /the file: /],
  ])('is refused with %s, and the error names file and place', (_, yaml, reason) => {
    expect(() => read(yaml)).toThrow(reason);
    expect(() => read(yaml)).toThrow(CONFIG_FILE);
  });

  it('is refused if it does not exist', () => {
    expect(() => addConfigFile({ CONFIG_FILE: join(folder, 'none.yaml') })).toThrow(
      /none.yaml.*no such file/,
    );
  });
});
