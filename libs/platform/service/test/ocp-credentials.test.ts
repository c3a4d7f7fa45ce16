import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLogSink, metricSum, replaceFile, startServer, waitUntil } from '@recordings/test-kit';
import { ConfigurationError, makeLogger, makeMetrics, startOcpCredentials } from '../src/index.ts';

type Keys = Readonly<Record<string, string>>;

const parse = (text: string): Keys => {
  const value = JSON.parse(text) as Keys | { broken: true };
  if ('broken' in value) throw new Error('wrong credentials: acme.token: must not be empty');
  return value as Keys;
};

const places = {
  'a file': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'credentials-'));
    const path = join(folder, 'ocp.json');
    await writeFile(path, '{"acme":"first"}');
    return {
      address: path,
      overrides: {},
      put: (text: string) => replaceFile(path, text),
      stop: () => rm(folder, { recursive: true }),
    };
  },
  'Secrets Manager': async () => {
    let secret = { SecretString: '{"acme":"first"}', VersionId: '1' };
    const asked: string[] = [];
    const server = await startServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => asked.push(text));
      request.on('end', () => response.end(JSON.stringify(secret)));
    });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return {
      address: 'secretsmanager:arn:aws:secretsmanager:eu-west-1:123:secret:stack/ocp-credentials-AbC',
      overrides: { secretsManager: { endpoint: server.url, region: 'eu-west-1', credentials } },
      put: async (SecretString: string) =>
        void (secret = { SecretString, VersionId: String(Number(secret.VersionId) + 1) }),
      stop: async () => {
        expect(JSON.parse(asked[0]!)).toEqual({
          SecretId: 'arn:aws:secretsmanager:eu-west-1:123:secret:stack/ocp-credentials-AbC',
        });
        await server.stop();
      },
    };
  },
};

describe.each(Object.entries(places))('credentials for OCP in %s', (_, startPlace) => {
  let place: Awaited<ReturnType<typeof startPlace>>;
  let sink: ReturnType<typeof makeLogSink>;
  let metrics: ReturnType<typeof makeMetrics>;
  let started: Awaited<ReturnType<typeof start>>;

  const start = () => {
    const log = makeLogger({ service: 'test', level: 'info' }, sink);
    return startOcpCredentials<Keys>(
      { OCP_CREDENTIALS: { address: place.address }, OCP_CREDENTIALS_RELOAD_SECONDS: 0.02 },
      { parse, metrics, log, overrides: place.overrides },
    );
  };

  beforeEach(async () => {
    sink = makeLogSink();
    metrics = makeMetrics('test');
    place = await startPlace();
    started = await start();
  });
  afterEach(async () => {
    started.stop();
    await place.stop();
  });

  it('are used in their new version while the service runs', async () => {
    expect(started.current()).toEqual({ acme: 'first' });
    await place.put('{"acme":"second"}');
    await waitUntil('the new version is in use', () => started.current().acme === 'second');
    expect(sink.logged('ocp_credentials_changed')).toHaveLength(1);
  });

  it.each([
    ['cannot be read', '{"broken":true}', 'must not be empty'],
    ['lacks what the registry names', '{"bolt":"x"}', 'lacks acme'],
  ])(
    'stay in use if the new version %s, and it is counted until it is corrected',
    async (_why, text, reason) => {
      started.checkBy((keys) => {
        if (keys['acme'] === undefined) throw new Error('lacks acme');
      });
      await place.put(text);
      const failures = async (): Promise<number> =>
        metricSum(await metrics.exposition(), 'ocp_credentials_reload_failures_total');
      await waitUntil('two readings are refused', async () => (await failures()) >= 2);
      expect(started.current()).toEqual({ acme: 'first' });
      expect(sink.logged('ocp_credentials_not_reloaded')[0]).toMatchObject({
        level: 'error',
        err: { message: expect.stringMatching(`^OCP_CREDENTIALS at .*: .*${reason}`) },
      });
      await place.put('{"acme":"third"}');
      await waitUntil('the corrected version is in use', () => started.current().acme === 'third');
    },
  );
});

describe('credentials for OCP', () => {
  it('must be readable at the start', async () => {
    const config = { OCP_CREDENTIALS: { address: './nowhere.json' }, OCP_CREDENTIALS_RELOAD_SECONDS: 1 };
    const log = makeLogger({ service: 'test', level: 'silent' });
    await expect(
      startOcpCredentials<Keys>(config, { parse, metrics: makeMetrics('test'), log }),
    ).rejects.toThrow(ConfigurationError);
  });
});
