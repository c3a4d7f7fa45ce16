import { loadConfig } from '@recordings/service';
import { Config } from './config.ts';

const good = {
  RESOURCE_PREFIX: 'test',
  RECORDING_EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:recording-events',
  OCP_BASE_URL: 'https://ocp.example',
  OCP_CREDENTIALS: JSON.stringify({ ocp: { kind: 'api-key', apiKey: 'a-key' } }),
};

it.each([
  [{ STAGING_RECOVERY_AGE_SECONDS: '3600' }, 'UPLOAD_TIMEOUT_SECONDS, which is 3600 s'],
  [{ UPLOAD_TIMEOUT_SECONDS: '5400' }, 'UPLOAD_TIMEOUT_SECONDS, which is 5400 s'],
  [{ DOWNLOAD_TIMEOUT_MINUTES: '90' }, 'DOWNLOAD_TIMEOUT_MINUTES, which is 5400 s'],
])('refuses a recovery of staged recordings that may still be received: %j', (over, fault) => {
  expect(() => loadConfig(Config, { ...good, ...over })).toThrow(
    new RegExp(`STAGING_RECOVERY_AGE_SECONDS: .*must be longer than ${fault}`),
  );
});

it('accepts an age that is longer than each of them', () => {
  expect(loadConfig(Config, good)).toMatchObject({ STAGING_RECOVERY_AGE_SECONDS: 5_400 });
  const slow = { UPLOAD_TIMEOUT_SECONDS: '7200', DOWNLOAD_TIMEOUT_MINUTES: '120' };
  const config = loadConfig(Config, { ...good, ...slow, STAGING_RECOVERY_AGE_SECONDS: '7201' });
  expect(config.STAGING_RECOVERY_AGE_SECONDS).toBe(7_201);
});
