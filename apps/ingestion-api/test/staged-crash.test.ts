import { createHash } from 'node:crypto';
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

type IsLast = (method: string, url: string) => boolean;

/** A proxy before S3. It calls `onLast` at the first request that `isLast` names, and never answers it. */
const startGate = (target: string, isLast: IsLast, onLast: () => void): Promise<TestServer> =>
  startServer((incoming, outgoing) => {
    const { url = '', method = '', headers } = incoming;
    if (isLast(method, `${headers.host}${url}`)) return onLast();
    const sent = forward(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    sent.on('error', () => outgoing.destroy());
    incoming.pipe(sent);
  });

const toRecordings: IsLast = (method, url) => method !== 'HEAD' && url.includes('recordings-');
const toQuarantine: IsLast = (method, url) => method !== 'HEAD' && url.includes('/recordings/acme/');

/** Pushes the large recording to a process that is killed at its first request that `isLast` names. */
const pushAndKill = async (
  callId: string,
  isLast: IsLast,
  declared: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const { local, registryPath } = surroundings;
  const environment = environmentOn(local, registryPath);
  let doomed: ReturnType<typeof runService> | undefined;
  gate = await startGate(environment['AWS_ENDPOINT_URL_S3']!, isLast, () => doomed?.child.kill('SIGKILL'));
  doomed = runService(new URL('../src/main.ts', import.meta.url), {
    ...environment,
    AWS_ENDPOINT_URL_S3: gate.url,
    MAX_HELD_BYTES: '65536',
  });
  const pushed = fetch(`${await doomed.url}/v1/recordings/acme/${callId}`, {
    method: 'PUT',
    headers: { 'x-api-key': keys.push, 'x-group-id': 'Acme_EN', 'content-type': 'audio/wav', ...declared },
    body: new Uint8Array(large),
  });
  await expect(pushed).rejects.toThrow();
  expect(await doomed.ended).toBe('SIGKILL');
  await gate.stop();
};

/** Runs the staging recovery once. @returns the stores, and the events that it published. */
const recover = async () => {
  const { local } = surroundings;
  const { calls } = makeStores(local.clients.dynamodb, local.prefix, async () => undefined);
  const store = makeRecordingStore({
    s3: local.clients.s3,
    quarantineBucket: physicalName(local.prefix, quarantineBucket),
  });
  const events: unknown[] = [];
  const publish = async (event: object): Promise<void> => void events.push(event);
  await makeRecoverStaged({
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
  })(new AbortController().signal);
  return events;
};

const getCall = (callId: string) => {
  const { local } = surroundings;
  const { calls } = makeStores(local.clients.dynamodb, local.prefix, async () => undefined);
  return calls.get({ tenantId: TenantId.parse('acme'), callId: CallId.parse(callId) });
};

const digestOf = (name: string, bytes: Uint8Array): string =>
  `${name}=:${createHash(name.replace('-', '')).update(bytes).digest('base64')}:`;

describe('a process that is killed after the last byte of a large push was staged', () => {
  it('leaves all that the staging recovery needs to store it, though its sender never sends it again', async () => {
    await pushAndKill('staged', toRecordings);
    expect(await getCall('staged')).toMatchObject({
      audioReceived: true,
      audioProcessed: true,
      s3Stored: false,
    });
    const events = await recover();
    expect(await getCall('staged')).toMatchObject({
      s3Stored: true,
      groupId: 'Acme_EN',
      ingestionSource: 'REALTIME',
      audio: { sha256: sha256Of(large) },
    });
    expect(await lookAt(surroundings.local).finalObjects()).toHaveLength(1);
    expect(await lookAt(surroundings.local).quarantinedKeys()).toEqual([]);
    expect(events).toMatchObject([{ callId: 'staged', source: 'REALTIME' }]);
  });

  it('leaves what the recovery needs to compare its sha-256 digest', async () => {
    await pushAndKill('proven', toRecordings, { 'content-digest': digestOf('sha-256', large) });
    await recover();
    expect(await getCall('proven')).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(large) } });
  });

  it.each([
    ['sha-256', 'CHECKSUM_MISMATCH'],
    ['sha-512', 'CHECKSUM_UNVERIFIED'],
  ])('never gets bytes committed that do not have their %s: they are %s', async (name, reason) => {
    const callId = `wrong-${name}`;
    await pushAndKill(callId, toQuarantine, { 'content-digest': digestOf(name, large.subarray(1)) });
    await recover();
    expect(await getCall(callId)).toMatchObject({
      s3Stored: false,
      reconciliationStatus: 'pending',
      quarantined: [{ reason, sha256: sha256Of(large) }],
    });
  });
});
