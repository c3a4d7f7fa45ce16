import { request as forward } from 'node:http';
import { CallId, parseRegistry, recordingKey, TenantId, timestampOf } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { makeRecoverStaged } from '@recordings/recording-intake';
import { makeRecordingStore } from '@recordings/recording-store';
import { killServices, runService, sha256Of, startServer, type TestServer } from '@recordings/test-kit';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { large } from './audio.ts';
import { lookAt } from './look-at.ts';
import { environmentOn, startSurroundings } from './start-test-api.ts';
import { keys } from './test-keys.ts';
import { registryFile } from './test-registry.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let gate: TestServer | undefined;
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(async () => {
  killServices();
  await gate?.stop();
  await surroundings.stop();
});

/** A proxy before S3. It calls `onCopy` at the first request that writes to a bucket of recordings, and never answers it. */
const startGate = (target: string, onCopy: () => void): Promise<TestServer> =>
  startServer((incoming, outgoing) => {
    const { url = '', method, headers } = incoming;
    if (method !== 'HEAD' && `${headers.host}${url}`.includes('recordings-')) return onCopy();
    const sent = forward(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    sent.on('error', () => outgoing.destroy());
    incoming.pipe(sent);
  });

describe('a process that is killed after the last byte of a large push was staged', () => {
  it('leaves all that the staging recovery needs to store it, though its sender never sends it again', async () => {
    const { local, registryPath } = surroundings;
    const environment = environmentOn(local, registryPath);
    let doomed: ReturnType<typeof runService> | undefined;
    gate = await startGate(environment['AWS_ENDPOINT_URL_S3']!, () => doomed?.child.kill('SIGKILL'));
    doomed = runService(new URL('../src/main.ts', import.meta.url), {
      ...environment,
      AWS_ENDPOINT_URL_S3: gate.url,
      MAX_HELD_BYTES: '65536',
    });
    const pushed = fetch(`${await doomed.url}/v1/recordings/acme/staged`, {
      method: 'PUT',
      headers: { 'x-api-key': keys.push, 'x-group-id': 'Acme_EN', 'content-type': 'audio/wav' },
      body: new Uint8Array(large),
    });
    await expect(pushed).rejects.toThrow();
    expect(await doomed.ended).toBe('SIGKILL');

    const { calls } = makeStores(local.clients.dynamodb, local.prefix, async () => undefined);
    const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('staged') };
    expect(await calls.get(key)).toMatchObject({
      audioReceived: true,
      audioProcessed: true,
      s3Stored: false,
    });

    const store = makeRecordingStore({
      s3: local.clients.s3,
      quarantineBucket: physicalName(local.prefix, quarantineBucket),
    });
    const events: unknown[] = [];
    const publish = async (event: object): Promise<void> => void events.push(event);
    const recover = makeRecoverStaged({
      intake: {
        store,
        calls,
        locate: (call, lineOfBusiness) => ({
          bucket: physicalName(local.prefix, `recordings-${lineOfBusiness}`),
          key: recordingKey(call),
        }),
        publishStored: publish,
        publishQuarantined: publish,
        now: () => timestampOf(Date.now()),
        makeId: () => 'unused',
        shardCount: 8,
        by: 'test',
        limits: { maxBytes: 1e9, maxHeldBytes: 65_536 },
      },
      registry: parseRegistry(registryFile),
      getCall: calls.get,
      findMovedTo: () => Promise.resolve(undefined),
      listQuarantine: store.listQuarantine,
      readQuarantine: store.readQuarantine,
      claim: async () => true,
      minAgeMs: 0,
      note: () => undefined,
    });
    await recover(new AbortController().signal);

    expect(await calls.get(key)).toMatchObject({
      s3Stored: true,
      groupId: 'Acme_EN',
      ingestionSource: 'REALTIME',
      audio: { sha256: sha256Of(large) },
    });
    expect(await lookAt(local).finalObjects()).toHaveLength(1);
    expect(await lookAt(local).quarantinedKeys()).toEqual([]);
    expect(events).toMatchObject([{ callId: 'staged', source: 'REALTIME' }]);
  });
});
