import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_EXPORT_API } from '@recordings/call-record';
import { makeOcpClients, type OcpCredentials, ocpConfig } from '@recordings/ocp-client';
import { OcpCredentialsError, OcpUnavailableError } from '@recordings/reconciliation';
import { loadConfig, makeLogger } from '@recordings/service';
import { makeRegistryFile, writeRegistryFile } from '@recordings/test-kit';
import { z } from 'zod';
import { TOKEN_PATH } from '../src/auth/register-token-endpoint.ts';
import { Config } from '../src/config.ts';
import { startSimulator } from '../src/start-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

type Auth = OcpCredentials[string];

const never = new AbortController().signal;
const CERTIFICATES = 'fixtures/certificates';
const pem = (name: string): string => readFileSync(join(CERTIFICATES, `${name}.pem`), 'utf8');
const clientCertificate = { cert: pem('client'), key: pem('client-key'), ca: pem('ca') };

const oidc: Auth = { kind: 'oidc', tokenUrl: TOKEN_PATH, clientId: 'recordings', clientSecret: 'first' };
const all: readonly (readonly [string, Auth, Auth])[] = [
  ['api-key', { kind: 'api-key', apiKey: 'first' }, { kind: 'api-key', apiKey: 'next' }],
  ['bearer', { kind: 'bearer', token: 'first' }, { kind: 'bearer', token: 'next' }],
  ['pat', { kind: 'pat', token: 'first' }, { kind: 'pat', token: 'next' }],
];

describe('an OCP that demands', () => {
  let folder: AudioFolder;
  let registry: Awaited<ReturnType<typeof writeRegistryFile>>;
  let stop: (() => Promise<unknown>)[];
  beforeEach(async () => {
    folder = await makeAudioFolder();
    await folder.writeWav('a.wav', 500);
    registry = await writeRegistryFile(makeRegistryFile({ name: 'Sales', tenant: 'acme' }));
    stop = [];
  });
  afterEach(async () => {
    for (const end of stop) await end();
    await registry.remove();
    await folder.remove();
  });

  /** Asks for the jobs of the group. */
  const serve = async (env: Record<string, string>) => {
    const clock = { now: Date.now() };
    const config = loadConfig(Config, {
      PORT: '0',
      MONITORING_PORT: '0',
      REGISTRY_FILE: registry.path,
      AUDIO_DIR: folder.dir,
      INGESTION_URL: 'http://127.0.0.1:9',
      INGESTION_API_KEY: 'push-key',
      OCP_API_KEY: 'first',
      ...env,
    });
    const log = makeLogger({ service: 'ocp-simulator', level: 'silent' });
    const simulator = await startSimulator(config, log, never, () => clock.now);
    stop.push(() => simulator.stop());
    const inUse: { auth: Auth } = { auth: oidc };
    const ocpOf = makeOcpClients(
      z.object(ocpConfig).parse({
        OCP_BASE_URL: simulator.url,
        OCP_ALLOW_HTTP: 'true',
        OCP_PRIVATE_HOSTS: '127.0.0.1',
        OCP_CREDENTIALS: './credentials.json',
        OCP_RETRY_MS: '1',
      }),
      () => ({ sales: inUse.auth }),
      {
        gate: {
          awaitPermit: async () => ({ departureMs: 0 }),
          giveBack: () => undefined,
          report: () => undefined,
          reportThrottled: () => undefined,
          parallelism: (most) => most,
        },
      },
    );
    const ask = (auth: Auth) => {
      inUse.auth = auth;
      return ocpOf({ name: 'Sales', credentials: 'sales', exportApi: DEFAULT_EXPORT_API }).listJobs(
        'Sales',
        never,
      );
    };
    return { ask, clock };
  };

  it.each(all)(
    '%s credentials: accepts them until they end, and then only the next ones',
    async (kind, first, next) => {
      const { ask } = await serve({ OCP_AUTH: kind, OCP_KEY_REQUESTS: '3', OCP_NEXT_API_KEY: 'next' });
      await expect(ask(next)).rejects.toThrow(OcpCredentialsError);
      for (let times = 0; times < 3; times += 1) expect(await ask(first)).toEqual([]);
      await expect(ask(first)).rejects.toThrow(OcpCredentialsError);
      expect(await ask(next)).toEqual([]);
    },
  );

  it('OIDC lets tokens live for their time, and sessions be refreshed', async () => {
    const { ask, clock } = await serve({ OCP_AUTH: 'oidc', OCP_TOKEN_LIFE_MS: '60000' });
    for (const passedMs of [0, 50_000, 400_000]) {
      clock.now += passedMs;
      expect(await ask(oidc)).toEqual([]);
    }
    await expect(ask({ ...oidc, clientSecret: 'wrong' })).rejects.toThrow(OcpCredentialsError);
    await expect(ask({ kind: 'bearer', token: 'first' })).rejects.toThrow(OcpCredentialsError);
  });

  it('OIDC may end all tokens in the middle: the client signs in again', async () => {
    const { ask } = await serve({ OCP_AUTH: 'oidc', OCP_KEY_REQUESTS: '2' });
    for (let times = 0; times < 5; times += 1) expect(await ask(oidc)).toEqual([]);
  });

  it('a client certificate refuses requests without it, whatever else they carry', async () => {
    const { ask } = await serve({ OCP_TLS_DIR: CERTIFICATES });
    const key = { kind: 'api-key', apiKey: 'first' } as const;
    expect(await ask({ ...key, clientCertificate })).toEqual([]);
    const { ca } = clientCertificate;
    const ours = { cert: pem('server'), key: pem('server-key'), ca };
    expect(await ask({ ...key, clientCertificate: ours })).toEqual([]);
    await expect(ask(key)).rejects.toThrow(OcpUnavailableError); // It does not know the authority of the server.
    await expect(ask({ kind: 'certificate', clientCertificate })).rejects.toThrow(OcpCredentialsError);
  });
});
