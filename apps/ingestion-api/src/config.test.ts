import { loadConfig } from '@recordings/service';
import { credentials } from '../test/test-keys.ts';
import { Config } from './config.ts';

const good = {
  RESOURCE_PREFIX: 'prod',
  RECORDING_EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:1:recording-events',
  API_CREDENTIALS: JSON.stringify(credentials),
};
const faultsOf = (env: Record<string, string>): string => {
  try {
    loadConfig(Config, env);
  } catch (error) {
    return String(error);
  }
  throw new Error('the configuration was taken');
};

describe('Config', () => {
  it('needs no more than a prefix, a topic and credentials', () => {
    expect(loadConfig(Config, good)).toMatchObject({
      RECONCILIATION_SHARDS: 8,
      MAX_RECORDING_BYTES: 1_073_741_824,
      MAX_HELD_BYTES: 8_388_608,
      API_CREDENTIALS: credentials,
    });
  });

  it('lists every variable that is missing', () => {
    const faults = faultsOf({});
    for (const name of Object.keys(good)) expect(faults).toMatch(new RegExp(`${name}: not set, expected`));
  });

  it('lists every variable that is wrong, and what is expected', () => {
    const wrong = {
      ...good,
      RECORDING_EVENTS_TOPIC_ARN: 'recording-events',
      RECONCILIATION_SHARDS: '0',
      MAX_RECORDING_BYTES: '1 GB',
      MAX_HELD_BYTES: '1e12',
      UPLOAD_TIMEOUT_SECONDS: '-1',
      MAX_EVENTS_BYTES: '1',
      PORT: '65536',
      LOG_LEVEL: 'loud',
      API_CREDENTIALS: '[]',
    };
    const faults = faultsOf(wrong);
    for (const name of Object.keys(wrong)) {
      if (name === 'RESOURCE_PREFIX') expect(faults).not.toContain(`${name}:`);
      else expect(faults).toMatch(new RegExp(`${name}: .*expected`));
    }
  });

  it('refuses a recovery of staged recordings that may still be uploaded', () => {
    const slow = { ...good, UPLOAD_TIMEOUT_SECONDS: '7200' };
    expect(faultsOf(slow)).toMatch(
      /STAGING_RECOVERY_AGE_SECONDS: .*must be longer than UPLOAD_TIMEOUT_SECONDS, which is 7200 s/,
    );
    expect(Config.parse({ ...slow, STAGING_RECOVERY_AGE_SECONDS: '7201' })).toMatchObject({
      STAGING_RECOVERY_AGE_SECONDS: 7_201,
    });
  });

  it.each([
    ['no JSON', '{"keySha256":'],
    ['a key in clear', JSON.stringify([{ ...credentials[0], keySha256: 'my-secret-key' }])],
    ['a hash in capitals', JSON.stringify([{ ...credentials[0], keySha256: 'AB'.repeat(32) }])],
    ['an unknown scope', JSON.stringify([{ ...credentials[0], scopes: ['my-secret-key:write'] }])],
    ['no tenant', JSON.stringify([{ ...credentials[0], tenants: [] }])],
    ['no list', JSON.stringify(credentials[0])],
  ])('refuses credentials with %s, and never repeats them', (_, API_CREDENTIALS) => {
    const faults = faultsOf({ ...good, API_CREDENTIALS });
    expect(faults).toContain('API_CREDENTIALS: set to a value that is not shown');
    expect(faults).not.toContain('my-secret-key');
    expect(faults).not.toContain(credentials[0]!.keySha256);
  });
});
