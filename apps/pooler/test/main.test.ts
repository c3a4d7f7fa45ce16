import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killServices, runService } from '@recordings/test-kit';

afterEach(killServices);

const run = async (env: Record<string, string>, args: readonly string[] = []) => {
  const { ended, said } = runService(new URL('../src/main.ts', import.meta.url), env, [], args);
  return { code: await ended, said: said() };
};

describe('main', () => {
  it('exits 1 and prints its usage for an option that it does not know', async () => {
    const { code, said } = await run({}, ['--twice']);
    expect(code).toBe(1);
    expect(said).toMatch(/usage: .*--once/);
  });

  it('names every variable that is missing, and exits 1', async () => {
    const { code, said } = await run({});
    expect(code).toBe(1);
    for (const name of ['API_CREDENTIALS', 'RESOURCE_PREFIX', 'RECONCILIATION_TOPIC_ARN']) {
      expect(said).toMatch(new RegExp(`${name}: not set`));
    }
  });

  it('names every variable that is wrong, what it is and what is expected, and shows no secret', async () => {
    const wrong = {
      RECONCILIATION_SHARDS: '0',
      MAX_CALLS_PER_EXECUTION: 'many',
      MAX_CALLS_PER_WINDOW: '101',
      STALE_MINUTES: '-1',
      ENABLE_DRY_RUN: 'yes',
      AUDIO_FORMAT: 'ogg',
      CRON_EXPRESSION: 'every quarter of an hour',
      CRON_TIMEZONE: 'Madrid',
      RECONCILIATION_TOPIC_ARN: 'reconciliation-events',
      RESOURCE_PREFIX: 'Not A Prefix',
      EXECUTION_LEASE_SECONDS: '1.5',
    };
    const { code, said } = await run({ ...wrong, API_CREDENTIALS: '[{"key":"s3cr3t-key"}]' });
    expect(code).toBe(1);
    for (const [name, value] of Object.entries(wrong)) expect(said).toContain(`${name}: got "${value}"`);
    expect(said).toMatch(/API_CREDENTIALS: set to a value that is not shown/);
    expect(said).not.toContain('s3cr3t');
    expect(said).toMatch(/CRON_EXPRESSION.*0 \*\/15 \* \* \* \*/);
  });

  it('refuses to start if S3_SSE is aws:kms without a key', async () => {
    const { code, said } = await run({
      S3_SSE: 'aws:kms',
      API_CREDENTIALS: '[]',
      RESOURCE_PREFIX: 'prod',
      RECONCILIATION_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:prod-reconciliation-events',
    });
    expect(code).toBe(1);
    expect(said).toMatch(/S3_KMS_KEY_ID: not set, .*required, because S3_SSE is aws:kms/);
  });

  it('reads the parameters of its configuration file, and names a wrong one by its variable', async () => {
    const CONFIG_FILE = join(tmpdir(), `pooler-${process.pid}.yaml`);
    await writeFile(CONFIG_FILE, 'reconciliationPooler: { query: { bufferMinutes: -5 } }');
    const { code, said } = await run({ CONFIG_FILE });
    await rm(CONFIG_FILE);
    expect(code).toBe(1);
    expect(said).toContain('BUFFER_MINUTES: got "-5"');
  });
});
