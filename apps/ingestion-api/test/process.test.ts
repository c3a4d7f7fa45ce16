import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { killServices, runService, type ServiceProcess, waitUntil, wavHeader } from '@recordings/test-kit';
import { lookAt } from './look-at.ts';
import { environmentOn, startSurroundings } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const MIB = 1_048_576;
const AUDIO_BYTES = 40 * MIB;
const PIECE_BYTES = 65_536;

const startProcess = (environment: Readonly<Record<string, string>>): ServiceProcess =>
  runService(new URL('../src/main.ts', import.meta.url), environment);

/** A recording that is made while it is sent. The sender waits in the middle of it until `isHalfway` resolves. */
const makeRecording = (isHalfway: () => Promise<void>): Readable =>
  Readable.from(
    (async function* () {
      yield wavHeader(AUDIO_BYTES);
      const piece = Buffer.alloc(PIECE_BYTES, 7);
      for (let sentBytes = 0; sentBytes < AUDIO_BYTES; sentBytes += PIECE_BYTES) {
        if (sentBytes === AUDIO_BYTES / 2) await isHalfway();
        yield piece;
      }
    })(),
  );

/** Keeps its connections open, as a load balancer does. */
const agent = new Agent({ keepAlive: true });

type Answer = { readonly status: number | undefined; readonly connection: string | undefined };

const put = async (url: string, callId: string, body: Readable): Promise<Answer> => {
  const sending = request(`${url}/v1/recordings/acme/${callId}`, {
    method: 'PUT',
    agent,
    headers: { 'x-api-key': keys.push, 'x-group-id': 'Acme_EN', 'content-type': 'audio/wav' },
  });
  const answered = new Promise<Answer>((resolve, reject) => {
    sending.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode, connection: response.headers.connection });
    });
    sending.on('error', reject);
  });
  await pipeline(body, sending);
  return answered;
};

describe('the process', () => {
  let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
  beforeAll(async () => {
    surroundings = await startSurroundings();
  });
  afterAll(async () => {
    agent.destroy();
    await surroundings.stop();
  });

  let service: ServiceProcess;
  afterEach(killServices);

  const environment = () => environmentOn(surroundings.local, surroundings.registryPath);

  it('stages a recording of 40 MiB while its sender sends it, and stops on SIGTERM', async () => {
    service = startProcess({ ...environment(), MAX_HELD_BYTES: String(MIB) });
    const { finalObjects, openUploads } = lookAt(surroundings.local);
    const body = makeRecording(() =>
      waitUntil('the first half is being staged', async () => (await openUploads()) === 1),
    );
    expect(await put(await service.url, 'staged', body)).toMatchObject({ status: 201 });
    expect(await finalObjects()).toEqual(['recordings-sales/acme/staged']);
    expect(await openUploads()).toBe(0);
    service.child.kill('SIGTERM');
    expect(await service.ended).toBe(0);
  });

  it('finishes an upload on SIGTERM, is live but not ready meanwhile, closes its connection, and ends', async () => {
    service = startProcess(environment());
    const body = makeRecording(async () => {
      service.child.kill('SIGTERM');
      await waitUntil('it is stopping', () => service.logged('stopping').length > 0);
      const monitoring = await service.monitoringUrl;
      const ready = await fetch(`${monitoring}/health/ready`);
      expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { running: false } }]);
      expect((await fetch(`${monitoring}/health/live`)).status).toBe(200);
      await expect(fetch(await service.url)).rejects.toThrow();
    });
    // An idle connection that stays open would delay the end for 72 s, longer than this test may take.
    expect(await put(await service.url, 'at-work', body)).toEqual({ status: 201, connection: 'close' });
    expect(await service.ended).toBe(0);
  });

  it('ends with code 1 on a wrong configuration, and names every wrong variable', async () => {
    const { API_CREDENTIALS: _, ...rest } = environment();
    service = startProcess({ ...rest, PORT: 'http', MAX_HELD_BYTES: '1' });
    expect(await service.ended).toBe(1);
    for (const name of ['API_CREDENTIALS', 'PORT', 'MAX_HELD_BYTES'])
      expect(service.said()).toContain(`${name}: `);
  });

  it('ends with code 1 without its registry, and names the file', async () => {
    service = startProcess({ ...environment(), REGISTRY_FILE: '/nowhere/registry.yaml' });
    expect(await service.ended).toBe(1);
    expect(service.said()).toContain('/nowhere/registry.yaml');
  });
});
