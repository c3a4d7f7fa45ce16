import {
  killServices,
  runService,
  startVerifyingProxy,
  type VerifyingProxy,
  wavOf,
} from '@recordings/test-kit';
import { cdrEnd, cdrStart, ivrEnd } from './call-events.ts';
import { environmentOn, startSurroundings } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const main = new URL('../src/main.ts', import.meta.url);

describe.each(['signed', 'sdk'])('the AWS requests of ingestion-api, sent by the client %s', (client) => {
  let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
  let proxies: VerifyingProxy[] = [];
  let url: string;

  beforeAll(async () => {
    surroundings = await startSurroundings();
    const { local, registryPath } = surroundings;
    const environment = environmentOn(local, registryPath);
    proxies = await Promise.all(
      ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_S3'].map((name) =>
        startVerifyingProxy(environment[name]!, environment['AWS_SECRET_ACCESS_KEY']!),
      ),
    );
    const [dynamodb, others] = proxies.map((proxy) => proxy.url);
    const service = runService(main, {
      ...environment,
      HOT_PATH_CLIENT: client,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb!,
      AWS_ENDPOINT_URL_S3: others!,
      AWS_ENDPOINT_URL_SQS: others!,
      AWS_ENDPOINT_URL_SNS: others!,
    });
    url = await service.url;
  });
  afterAll(async () => {
    killServices();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await surroundings.stop();
  });

  /** Requests since the last look, by kind. S3 and SNS are named by their method. */
  const countedSince = (before: readonly number[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const [at, { passed }] of proxies.entries()) {
      for (const request of passed.slice(before[at])) {
        const kind = request.split('.').at(-1)!;
        counts[kind] = (counts[kind] ?? 0) + 1;
      }
    }
    return counts;
  };

  const count = async (path: string, init: RequestInit): Promise<Record<string, number>> => {
    const before = proxies.map(({ passed }) => passed.length);
    const headers = { 'x-api-key': keys.push, 'x-group-id': 'Acme_EN', ...init.headers };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    expect([200, 201]).toContain(response.status);
    return countedSince(before);
  };
  const countEvents = (...events: readonly object[]) =>
    count('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
  const countPut = (callId: string) =>
    count(`/v1/recordings/acme/${callId}`, {
      method: 'PUT',
      headers: { 'content-type': 'audio/wav' },
      body: new Uint8Array(wavOf(20_044)),
    });

  it('are counted for the events of a call: each is written without a read, only a repeated one is read', async () => {
    const written = { PutItem: 1, SendMessageBatch: 1 };
    expect(await countEvents(cdrStart('call'))).toEqual(written);
    expect(await countEvents(ivrEnd('call'))).toEqual(written);
    expect(await countEvents(cdrEnd('call'))).toEqual(written);
    expect(await countEvents(cdrEnd('call'))).toEqual({ GetItem: 1 });
  });

  it('are counted for an event of a call that this process did not write: one read', async () => {
    expect(await countEvents(ivrEnd('unknown'))).toEqual({ GetItem: 1, PutItem: 1, SendMessageBatch: 1 });
  });

  it('are counted for the ends of several calls in one request: one read, and none again for repeated ones', async () => {
    const ends = ['end 1', 'end 2', 'end 3'].map((callId) => cdrEnd(callId));
    expect(await countEvents(...ends)).toEqual({ BatchGetItem: 1, PutItem: 3, SendMessageBatch: 1 });
    expect(await countEvents(...ends)).toEqual({ BatchGetItem: 1 });
  });

  it('are counted for the events of a call in one request: no record is read', async () => {
    const events = [cdrStart('batch'), ivrEnd('batch'), cdrEnd('batch')];
    expect(await countEvents(...events)).toEqual({ PutItem: 3, SendMessageBatch: 3 });
  });

  it('are counted for a recording: one object, two writes, both announced, and one event', async () => {
    const stored = { PutItem: 2, SendMessageBatch: 2, PUT: 1, POST: 1 };
    expect(await countPut('call')).toEqual(stored);
    expect(await countPut('without-events')).toEqual({ ...stored, GetItem: 1 });
    expect(await countPut('call')).toEqual({ GetItem: 1, POST: 1 });
  });

  it('are all signed and unaltered', () => {
    expect(proxies.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
