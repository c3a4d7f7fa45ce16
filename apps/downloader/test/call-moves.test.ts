import {
  CallId,
  isTombstone,
  makeLocateRecording,
  markStored,
  parseEvent,
  parseRegistry,
  recordEvent,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { makeRecordingStore } from '@recordings/recording-store';
import { makeRegistryFile, replaceFile, sha256Of, waitUntil, writeRegistryFile } from '@recordings/test-kit';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { recording } from './audio.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { startTestDownloader, stopDownloaders } from './start-test-downloader.ts';

const acme = { name: 'Acme_EN', tenant: 'acme' } as const;
const late = { name: 'Late_EN', tenant: 'acme' } as const;
const callId = CallId.parse('c-1');
const unknown = TenantId.parse('unknown:acme');
const owner = TenantId.parse('acme');

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
let file: Awaited<ReturnType<typeof writeRegistryFile>>;
beforeAll(async () => {
  surroundings = await startSurroundings();
  environment = await surroundings.makeEnvironment();
  file = await writeRegistryFile(makeRegistryFile(acme));
});
afterAll(async () => {
  await surroundings.stop();
  await file.remove();
});
afterEach(stopDownloaders);

/** What a push of a call of an unregistered group leaves, half an hour ago. */
const store = async (): Promise<void> => {
  const { calls, clients, prefix } = environment;
  const key = { tenantId: unknown, callId };
  const at = timestampOf(Date.now() - 1_800_000);
  const group = parseRegistry(makeRegistryFile(acme)).findGroup(late.name);
  const context = { group, shardCount: 8, now: at, by: 'test' };
  const parsed = parseEvent({
    eventType: 'CDR_END',
    callId,
    groupId: late.name,
    timestamp: at,
    channel: 'voice',
  });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  await calls.change(key, recordEvent(key, parsed.event, context));
  const location = makeLocateRecording(prefix, () => undefined)(key);
  const bytes = Buffer.from(recording);
  const facts = { sha256: sha256Of(bytes), sizeBytes: bytes.length, contentType: 'audio/wav' };
  const recordings = makeRecordingStore({
    s3: clients.s3,
    quarantineBucket: physicalName(prefix, quarantineBucket),
  });
  await recordings.create(location, [bytes], facts, new AbortController().signal);
  const audio = {
    ...{ codec: 'pcm_s16le', channels: 1, sampleRateHz: 8_000, durationMs: 1_000, flags: [] },
    ...{ bytes: bytes.length, sha256: facts.sha256 },
  };
  const times = { receivedAt: at, processedAt: at, storedAt: at };
  await calls.change(key, markStored(key, { location, audio, source: 'REALTIME', ...times }, context));
};

it('moves calls to their tenant after their group is registered, without a restart', async () => {
  await store();
  const { calls, variables, bytesAt } = environment;
  const running = await startTestDownloader(
    { ...environment, variables: { ...variables, REGISTRY_FILE: file.path } },
    { REGISTRY_RELOAD_SECONDS: '1', CALL_MOVES_SECONDS: '1', CALL_MOVES_SETTLE_MINUTES: '0' },
  );
  await waitUntil('the job has begun', () => running.logged('moves_scheduled').length > 0);
  expect(await calls.get({ tenantId: owner, callId })).toBeUndefined();

  await replaceFile(file.path, JSON.stringify(makeRegistryFile(acme, late)));
  await waitUntil('the pass has ended', () =>
    running.logged('moves_pass_ended').some(({ moved }) => moved === 1),
  );
  const record = await calls.get({ tenantId: owner, callId });
  expect(record).toMatchObject({
    s3Stored: true,
    groupId: late.name,
    lineOfBusiness: 'sales',
    hasCdrEnd: true,
  });
  expect(await environment.finalObjects()).toEqual(['recordings-sales/acme/c-1']);
  expect((await bytesAt('recordings-sales', 'acme/c-1')).equals(Buffer.from(recording))).toBe(true);
  expect(await calls.get({ tenantId: unknown, callId })).toBeUndefined();
  expect(isTombstone((await calls.read({ tenantId: unknown, callId }))!)).toBe(true);
  expect(await running.metric('calls_moved_total')).toBe(1);
  const event = expect.objectContaining({ eventType: 'recording.stored', tenantId: 'acme', callId });
  expect(await environment.events()).toContainEqual(event);
});
