import { readFileSync } from 'node:fs';
import { type CallEvent, ExportApi, parseEvent, parseRegistry } from '@recordings/call-record';
import { makeOcpClients, ocpConfig } from '@recordings/ocp-client';
import {
  type CreateJobRequest,
  type ListingEntry,
  OcpExpiredError,
  OcpNotFoundError,
  OcpNotReadyError,
  OcpRequestRejectedError,
} from '@recordings/reconciliation';
import { sha256Of } from '@recordings/test-kit';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXPORT_PROFILES } from '../src/export/export-profile.ts';
import { HOUR_MS, makeCall, makeChat, NOON } from './make-call.ts';
import { makeTestSimulator, OCP_API_KEY, type TestSimulator } from './make-test-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

const DAY_MS = 24 * HOUR_MS;
const never = new AbortController().signal;

const request = (fromMs: number, toMs: number): CreateJobRequest => ({
  group: 'Sales',
  fromDate: new Date(fromMs).toISOString(),
  toDate: new Date(toMs).toISOString(),
  format: 'wav',
});

/** The registry of the local stack, for a group of the test. */
const exportApiOf = (profile: string, by: string) => {
  const file = parse(readFileSync('config/registry.yaml', 'utf8')) as { groups: object[] };
  const groups = [{ ...file.groups[0], name: 'Sales', exportProfile: profile }];
  const { exportApi } = parseRegistry({ ...file, groups }).groups[0]!;
  return by === 'link' ? ExportApi.parse({ recordingFile: { by } }) : exportApi;
};

const pick = ({ source, groupName }: CallEvent) => ({ source, groupName });

/** With the paths of the registry, and with the links of the listing. */
const ways = [...EXPORT_PROFILES.map((profile) => [profile, 'path'] as const), ['spec', 'link'] as const];

describe.each(ways)('our client and the profile %s, each recording by its %s', (profile, by) => {
  let folder: AudioFolder;
  let simulator: TestSimulator;
  beforeEach(async () => {
    folder = await makeAudioFolder();
  });
  afterEach(async () => {
    await simulator.close();
    await folder.remove();
  });

  /** 45 calls and a chat of the hour after noon, and their client. */
  const serve = async (env: Record<string, string> = {}) => {
    const file = await folder.writeWav('a.wav', 1_000, 1);
    const calls = Array.from({ length: 45 }, (_, at) => makeCall(at, { file, pushFate: 'lost' }));
    simulator = makeTestSimulator([...calls, makeChat(45)], { EXPORT_PROFILE: profile, ...env });
    const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
    const config = z.object(ocpConfig).parse({
      OCP_BASE_URL: url,
      OCP_ALLOW_HTTP: 'true',
      OCP_PRIVATE_HOSTS: '127.0.0.1',
      OCP_CREDENTIALS: './credentials.json',
      OCP_RETRY_MS: '1,1,1',
    });
    const ocpOf = makeOcpClients(config, () => ({ sales: { kind: 'api-key', apiKey: OCP_API_KEY } }), {
      gate: {
        awaitPermit: async () => ({ departureMs: 0 }),
        giveBack: () => undefined,
        report: () => undefined,
        reportThrottled: () => undefined,
        parallelism: (most) => most,
      },
    });
    const client = ocpOf({ name: 'Sales', credentials: 'sales', exportApi: exportApiOf(profile, by) });
    return { client, file };
  };
  type Client = Awaited<ReturnType<typeof serve>>['client'];

  const createNoon = async (client: Client): Promise<string> => {
    const created = await client.createJob(request(NOON, NOON + HOUR_MS), never);
    if (created.kind !== 'created') throw new Error('expected a job');
    return created.exportJobId;
  };
  const listingOf = async (client: Client, exportJobId: string): Promise<ListingEntry[]> => {
    const entries: ListingEntry[] = [];
    for await (const entry of client.jobRecordings(exportJobId, never)) entries.push(entry);
    return entries;
  };

  it('agree on a job from its creation to its expiry', async () => {
    const { client } = await serve();
    const asked = request(NOON, NOON + HOUR_MS);
    const created = await client.createJob(asked, never);
    expect(created).toEqual({
      kind: 'created',
      exportJobId: expect.stringMatching(/.{16}/),
      readyAt: expect.stringMatching(/^2026-05-12T14:00:0[01]/),
    });
    const exportJobId = (created as { exportJobId: string }).exportJobId;
    expect(await client.jobStatus(exportJobId, never)).toMatchObject({ status: 'CREATED', progress: 0 });
    simulator.clock.now += 350;
    expect(await client.jobStatus(exportJobId, never)).toMatchObject({
      status: 'IN_PROGRESS',
      progress: 50,
      remainingMs: 1_000,
    });
    const [listed] = await client.listJobs('Sales', never);
    expect(listed).toMatchObject({
      exportJobId,
      status: 'IN_PROGRESS',
      fromDate: asked.fromDate,
      toDate: asked.toDate,
      createdAt: new Date(NOON + 2 * HOUR_MS).toISOString(),
    });
    simulator.clock.now += 350;
    expect(await client.jobStatus(exportJobId, never)).toMatchObject({ status: 'COMPLETED' });
    simulator.clock.now += DAY_MS;
    expect(await client.jobStatus(exportJobId, never)).toMatchObject({ status: 'EXPIRED' });
  });

  it('agree on all recordings of several pages, with all digits of their ids', async () => {
    const { client, file } = await serve();
    const exportJobId = await createNoon(client);
    simulator.clock.now += 1_000;
    const entries = await listingOf(client, exportJobId);
    expect(entries).toHaveLength(45);
    const recordings = entries.flatMap((entry) => (entry.kind === 'recording' ? [entry.recording] : []));
    expect(new Set(recordings.map(({ recordingId }) => recordingId)).size).toBe(45);
    expect(recordings[44]).toMatchObject({
      callId: 'call-44',
      fileName: `Sales~101~${NOON}~call-44.wav`,
      durationMs: 1_000,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      startedAt: new Date(NOON).toISOString(),
      ocpMetadata: { duration: 1, channels: 1, sampleRate: 8_000, format: 'wav', queueName: 'MainMenu' },
    });
    const { body, sha256, sizeBytes } = await client.download(
      exportJobId,
      recordings[44]!.recordingId,
      never,
    );
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    expect(sha256Of(Buffer.concat(chunks))).toBe(file.sha256);
    expect([sha256, sizeBytes]).toEqual([file.sha256, file.sizeBytes]);
  });

  it('agree on the CDRs of a range, of calls without audio too', async () => {
    const { client } = await serve({ FAULTS: 'poison-cdr' });
    const withCdrs = { ...request(NOON, NOON + HOUR_MS), withCdrs: true };
    const created = await client.createJob(withCdrs, never);
    if (created.kind !== 'created') throw new Error('expected a job');
    simulator.clock.now += 1_000;
    const cdrs: { kind: string; source?: string; groupName?: string | undefined }[] = [];
    for await (const entry of client.jobCdrs(created.exportJobId, never)) {
      if (entry.kind !== 'events') continue;
      for (const line of Buffer.from(entry.body).toString().trimEnd().split('\n')) {
        const parsed = parseEvent(JSON.parse(line));
        cdrs.push(parsed.kind === 'event' ? { kind: 'event', ...pick(parsed.event) } : { kind: parsed.kind });
      }
    }
    const of = (source: string) => ({ kind: 'event', source, groupName: 'Sales' });
    // The first CDR is half of its JSON, and the second names no call.
    expect(cdrs.slice(0, 4)).toEqual([
      { kind: 'unreadable' },
      { kind: 'unreadable' },
      of('start'),
      of('end'),
    ]);
    expect(cdrs).toHaveLength(2 * 46);
    expect(await listingOf(client, created.exportJobId)).toHaveLength(45);
  });

  it('agree that a job for recordings has no CDRs', async () => {
    const { client } = await serve();
    const exportJobId = await createNoon(client);
    simulator.clock.now += 1_000;
    const kinds: string[] = [];
    for await (const { kind } of client.jobCdrs(exportJobId, never)) kinds.push(kind);
    expect(new Set(kinds)).toEqual(new Set(['reading']));
  });

  it('agree on recordings that OCP did not find', async () => {
    const { client } = await serve({ FAULTS: 'not-found' });
    const exportJobId = await createNoon(client);
    simulator.clock.now += 1_000;
    const entries = await listingOf(client, exportJobId);
    expect(entries).toHaveLength(45);
    expect(entries).toContainEqual({ kind: 'not-found', callId: 'call-7' });
  });

  it('agree on a slot that the console holds, and on a job that failed', async () => {
    const { client } = await serve({ FAULTS: 'busy-slot,failed-job' });
    const asked = request(NOON, NOON + HOUR_MS);
    expect(await client.createJob(asked, never)).toEqual({
      kind: 'busy',
      runningJobId: expect.stringMatching(/.{16}/),
    });
    simulator.clock.now += 3_000;
    const exportJobId = await createNoon(client);
    simulator.clock.now += 1_000;
    expect(await client.jobStatus(exportJobId, never)).toMatchObject({
      status: 'FAILED',
      errorMessage: 'the export failed in OCP',
    });
  });

  it('agree on what does not exist, is not ready, has expired or is refused', async () => {
    const { client } = await serve();
    expect(await client.jobStatus('12345', never)).toMatchObject({ status: 'ABSENT' });
    await expect(client.download('12345', '1', never)).rejects.toThrow(OcpNotFoundError);
    const empty = client.createJob(request(NOON, NOON), never);
    await expect(empty).rejects.toThrow(OcpRequestRejectedError);
    const exportJobId = await createNoon(client);
    await expect(listingOf(client, exportJobId)).rejects.toThrow(OcpNotReadyError);
    simulator.clock.now += 1_000;
    await expect(client.download(exportJobId, '1', never)).rejects.toThrow(OcpNotFoundError);
    simulator.clock.now += DAY_MS;
    // The simulator says of the listing of an expired job that it is not ready.
    const expired = by === 'link' ? OcpNotReadyError : OcpExpiredError;
    await expect(client.download(exportJobId, '1', never)).rejects.toThrow(expired);
  });

  it('agree on requests that are throttled or fail, which are repeated', async () => {
    const { client } = await serve({ FAULTS: 'http-500' });
    const exportJobId = await createNoon(client);
    simulator.clock.now += 1_000;
    for (let times = 0; times < 3; times += 1)
      expect(await client.jobStatus(exportJobId, never)).toMatchObject({ status: 'COMPLETED' });
    expect(await listingOf(client, exportJobId)).toHaveLength(45);
  });

  it('agree on rows and status words that are not as they should be', async () => {
    const faults = 'unknown-status,poison-row,two-recordings,size-differs,large-ids';
    const { client, file } = await serve({ FAULTS: faults });
    const exportJobId = await createNoon(client);
    expect(exportJobId).toBe('9007199254740993');
    simulator.clock.now += 1_000;
    expect(await client.jobStatus(exportJobId, never)).toMatchObject({ raw: 'WAITING' });
    const entries = await listingOf(client, exportJobId);
    expect(entries.map(({ kind }) => kind)).toEqual([
      'recording',
      'unreadable',
      ...Array<string>(88).fill('recording'),
    ]);
    const [, , good, second] = entries;
    expect(good).toMatchObject({
      recording: { callId: 'call-1', recordingId: '9007199254740994', sizeBytes: file.sizeBytes + 7 },
    });
    expect(second).toMatchObject({ recording: { callId: 'call-1', sizeBytes: file.sizeBytes } });
  });
});
