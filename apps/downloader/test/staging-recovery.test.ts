import { PutObjectCommand } from '@aws-sdk/client-s3';
import { recordQuarantined } from '@recordings/call-record';
import {
  killServices,
  type ServiceProcess,
  sha256Of,
  type TestServer,
  waitUntil,
} from '@recordings/test-kit';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { large, largeDamaged, recording } from './audio.ts';
import { holdCalls, keyOf, taskOf } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { status, whole } from './fake-ocp.ts';
import { runDownloader } from './run-downloader.ts';
import { startGate } from './start-gate.ts';
import { startTestDownloader, stopDownloaders } from './start-test-downloader.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
const gates: TestServer[] = [];
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterEach(stopDownloaders);
afterAll(async () => {
  killServices();
  await Promise.all(gates.map((gate) => gate.stop()));
  await surroundings.stop();
});

/** The age is as short as the longest upload and download allow. */
const searching = {
  STAGING_RECOVERY_SECONDS: '1',
  STAGING_RECOVERY_AGE_SECONDS: '4',
  UPLOAD_TIMEOUT_SECONDS: '1',
  DOWNLOAD_TIMEOUT_MINUTES: '0.05',
};

/** What ingestion-api leaves if it dies after the last byte of a large push. */
const stage = async (
  { clients, prefix }: Environment,
  id: string,
  Body: Buffer,
  metadata: Readonly<Record<string, string>>,
): Promise<void> => {
  await clients.s3.send(
    new PutObjectCommand({
      Bucket: physicalName(prefix, quarantineBucket),
      Key: `incoming/${id}`,
      Body,
      Metadata: { 'tenant-id': 'acme', source: 'REALTIME', 'group-id': 'Acme_EN', ...metadata },
    }),
  );
};

const nowText = (): string => new Date().toISOString();

const isStored = async (environment: Environment, callId: string): Promise<boolean> =>
  (await environment.calls.get(keyOf(callId)))?.s3Stored ?? false;

describe('a downloader', () => {
  it('finishes pushes that ingestion-api left staged: it stores the good one and quarantines the bad one', async () => {
    const environment = await surroundings.makeEnvironment();
    await stage(environment, '1', large, { 'call-id': 'good' });
    await stage(environment, '2', largeDamaged, { 'call-id': 'bad' });
    const downloader = await startTestDownloader(environment, searching);
    await waitUntil(
      'both are finished',
      async () => (await downloader.metric('staged_recoveries_total')) === 2,
    );

    expect(await environment.calls.get(keyOf('good'))).toMatchObject({
      s3Stored: true,
      groupId: 'Acme_EN',
      ingestionSource: 'REALTIME',
      audio: { sha256: sha256Of(large) },
    });
    expect(await environment.calls.get(keyOf('bad'))).toMatchObject({
      s3Stored: false,
      reconciliationStatus: 'pending',
      quarantined: [{ reason: 'TRUNCATED', sha256: sha256Of(largeDamaged) }],
    });
    expect(await environment.finalObjects()).toHaveLength(1);
    const kept = await environment.quarantinedKeys();
    expect(kept.filter((key) => key.startsWith('incoming/'))).toEqual([]);
    expect(kept).toContain(`recordings/acme/bad/${sha256Of(largeDamaged)}`);
    expect(await environment.events()).toContainEqual(
      expect.objectContaining({ eventType: 'recording.stored', callId: 'good', source: 'REALTIME' }),
    );
    expect(downloader.logged('staged_recording_finished')).toHaveLength(2);
    expect(await downloader.metric('staged_oldest_age_seconds')).toBe(0);
  });

  it('stores a staged download that OCP has deleted since its downloader was killed', async () => {
    const environment = await surroundings.makeEnvironment();
    await holdCalls(environment, ['call']);
    const recordingId = `rec-${environment.prefix}`;
    environment.ocp.serve(recordingId, whole(large), status(404));
    let doomed: ServiceProcess | undefined;
    const gate = await startGate(environment.variables['AWS_ENDPOINT_URL_S3']!, ({ method, url }) => {
      // The copy to the final place: the bytes are staged then.
      if (!(method === 'POST' && url.includes('recordings-sales'))) return 'pass';
      doomed?.child.kill('SIGKILL');
      return 'hang';
    });
    gates.push(gate);
    doomed = runDownloader({ ...environment.variables, AWS_ENDPOINT_URL_S3: gate.url });
    await environment.send(taskOf('call', { recordingId }));
    expect(await doomed.ended).toBe('SIGKILL');
    expect(await environment.calls.get(keyOf('call'))).toMatchObject({
      audioReceived: true,
      audioProcessed: true,
      s3Stored: false,
    });

    await startTestDownloader(environment, searching);
    await waitUntil('it is stored', () => isStored(environment, 'call'));
    expect(await environment.calls.get(keyOf('call'))).toMatchObject({
      ingestionSource: 'RECONCILIATION',
      audio: { sha256: sha256Of(large) },
    });
    expect(await environment.finalObjects()).toHaveLength(1);
  });

  it('stores a recording that older audio rules had quarantined', async () => {
    const environment = await surroundings.makeEnvironment();
    const { clients, prefix } = environment;
    const sha256 = sha256Of(recording);
    const key = `recordings/acme/old/${sha256}`;
    const rejected = { key, sha256, sizeBytes: recording.length, reason: 'SIZE_MISMATCH', at: nowText() };
    const facts = { groupId: 'Acme_EN' };
    const context = { group: undefined, shardCount: 8, now: nowText(), by: 'test' };
    const record = recordQuarantined(keyOf('old'), facts, { ...rejected, detail: 'old rules' }, context);
    await environment.calls.change(keyOf('old'), record);
    const explanation = { ...keyOf('old'), ...rejected, declared: {}, source: 'REALTIME', facts };
    const Bucket = physicalName(prefix, quarantineBucket);
    await clients.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: recording }));
    await clients.s3.send(
      new PutObjectCommand({ Bucket, Key: `${key}.json`, Body: JSON.stringify(explanation) }),
    );
    const downloader = await startTestDownloader(environment, searching);
    await waitUntil('it is stored', () => isStored(environment, 'old'));
    expect(await environment.calls.get(keyOf('old'))).toMatchObject({ audio: { sha256 } });
    expect(await environment.quarantinedKeys()).toContain(key);
    await waitUntil(
      'it is counted',
      async () => (await downloader.metric('quarantined_judged_anew_total')) === 1,
    );
  });

  it('leaves younger staged objects alone, and one instance searches at a time', async () => {
    const environment = await surroundings.makeEnvironment();
    await stage(environment, '1', large, { 'call-id': 'young' });
    await startTestDownloader(environment, { STAGING_RECOVERY_SECONDS: '1' });
    // Who asks for no time only looks whether the claim is free.
    const isFree = () => environment.coordination.claim('staging-recovery', 'other', nowText(), nowText());
    await waitUntil('the claim is taken', async () => !(await isFree()));
    // The other objects say how far quarantined recordings are judged anew.
    expect(await environment.quarantinedKeys()).toContain('incoming/1');
    expect(await environment.calls.get(keyOf('young'))).toBeUndefined();
  });
});
