import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { killServices, runService, type ServiceProcess, waitUntil, wavHeader } from '@recordings/test-kit';
import { lookAt } from './look-at.ts';
import { environmentOn, startSurroundings } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const MIB = 1_048_576;
const AUDIO_BYTES = 40 * MIB;
const PIECE_BYTES = 65_536;

/** Drops garbage all the time, so that what is measured is what is held. */
const TIDY = ['--expose-gc', '--import', 'data:text/javascript,setInterval(gc, 250).unref()'];

const startProcess = (
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): ServiceProcess => runService(new URL('../src/main.ts', import.meta.url), environment, nodeOptions);

/** A recording that is made while it is sent; a slow sender pauses between its pieces. */
const slowRecording = (pauseEveryBytes: number): Readable =>
  Readable.from(
    (async function* () {
      yield wavHeader(AUDIO_BYTES);
      const piece = Buffer.alloc(PIECE_BYTES, 7);
      for (let sent = PIECE_BYTES; sent <= AUDIO_BYTES; sent += PIECE_BYTES) {
        if (sent % pauseEveryBytes === 0) await delay(20);
        yield piece;
      }
    })(),
  );

/** Keeps its connections for ever, as a load balancer does. */
const agent = new Agent({ keepAlive: true });

const put = async (url: string, callId: string, body: Readable): Promise<number | undefined> => {
  const sending = request(`${url}/v1/recordings/acme/${callId}`, {
    method: 'PUT',
    agent,
    headers: { 'x-api-key': keys.push, 'x-group-id': 'Acme_EN', 'content-type': 'audio/wav' },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sending.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', reject);
  });
  await pipeline(body, sending);
  return answered;
};

/** JavaScript objects and buffers that the process holds. */
const heldBytes = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string): number => Number(new RegExp(`^${name}\\S* (\\S+)$`, 'm').exec(text)?.[1]);
  return value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes');
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

  it('takes in 40 MiB from a slow sender without holding them, and stops when it is told to', async () => {
    service = startProcess({ ...environment(), MAX_HELD_BYTES: String(MIB) }, TIDY);
    const url = await service.url;
    await put(url, 'first', slowRecording(8 * MIB)); // All code is loaded and all connections are open.

    const before = await heldBytes(url);
    let most = before;
    let isDone = false;
    const watching = (async () => {
      while (!isDone) {
        most = Math.max(most, await heldBytes(url));
        await delay(25);
      }
    })();
    const sending = put(url, 'second', slowRecording(MIB)).finally(() => {
      isDone = true;
    });
    const [status] = await Promise.all([sending, watching]);

    expect(status).toBe(201);
    // Two parts of 8 MiB fill and leave in turn, and the SDK copies the one that leaves.
    expect(most - before).toBeLessThan(32 * MIB);
    expect(await lookAt(surroundings.local).finalObjects()).toHaveLength(2);
    service.child.kill('SIGTERM');
    expect(await service.ended).toBe(0);
  }, 90_000);

  it('finishes the upload at work when it is told to stop, and then waits for nobody', async () => {
    service = startProcess(environment());
    const url = await service.url;
    let sentBytes = 0;
    const body = slowRecording(MIB).on('data', (piece: Buffer) => {
      sentBytes += piece.length;
    });
    const sending = put(url, 'at-work', body);
    await waitUntil('it is under way', () => sentBytes > 10 * MIB);
    service.child.kill('SIGTERM');
    expect(await sending).toBe(201);
    const answeredAt = Date.now();
    expect(await service.ended).toBe(0);
    // An idle connection of ours would be kept for 72 s.
    expect(Date.now() - answeredAt).toBeLessThan(20_000);
  }, 60_000);

  it('does not start with a wrong configuration, and names all that is wrong', async () => {
    const { API_CREDENTIALS: _, ...rest } = environment();
    service = startProcess({ ...rest, PORT: 'http', MAX_HELD_BYTES: '1' });
    expect(await service.ended).toBe(1);
    for (const name of ['API_CREDENTIALS', 'PORT', 'MAX_HELD_BYTES'])
      expect(service.said()).toContain(`${name}: `);
  });

  it('does not start without its registry, and names the file', async () => {
    service = startProcess({ ...environment(), REGISTRY_FILE: '/nowhere/registry.yaml' });
    expect(await service.ended).toBe(1);
    expect(service.said()).toContain('/nowhere/registry.yaml');
  });
});
