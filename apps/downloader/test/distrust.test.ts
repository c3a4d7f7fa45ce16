import { gzipSync } from 'node:zlib';
import { sha256Of, wavOf } from '@recordings/test-kit';
import { another, damaged, large, largeDamaged, recording } from './audio.ts';
import { holdCalls, keyOf, outcomeOf, taskOf } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { whole } from './fake-ocp.ts';
import { startTestDownloader, stopDownloaders } from './start-test-downloader.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(() => surroundings.stop());
beforeEach(async () => {
  environment = await surroundings.makeEnvironment();
  await holdCalls(environment, ['call']);
});
afterEach(stopDownloaders);

describe('a listing with a wrong size', () => {
  it.each([
    ['too large', recording, recording.length + 1, {}],
    ['too small', large, recording.length, {}],
    ['beside the right checksum', recording, 1, { sha256: sha256Of(recording) }],
  ])('only flags the stored recording: %s', async (_, bytes, sizeBytes, declared) => {
    environment.ocp.serve('rec-call', whole(bytes));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call', { declared: { sizeBytes, ...declared } }));
    await downloader.settled('ack', 1);
    expect(await environment.calls.get(keyOf('call'))).toMatchObject({
      s3Stored: true,
      reconciliationAttempts: 0,
      audio: { sha256: sha256Of(bytes), bytes: bytes.length },
      audioFlags: expect.arrayContaining(['LISTED_SIZE_DIFFERS']),
    });
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored', code: 'STORED' });
    expect(await environment.quarantinedKeys()).toEqual([]);
  });
});

it.each([
  ['compressed', { sizeBytes: gzipSync(recording).length, sha256: sha256Of(gzipSync(recording)) }],
  ['decoded', { sizeBytes: recording.length, sha256: sha256Of(recording) }],
])(
  'stores the decoded bytes of a gzip file, whose listing has the figures of the %s bytes',
  async (_, declared) => {
    environment.ocp.serve('rec-call', whole(gzipSync(recording), { 'content-encoding': 'gzip' }));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call', { declared }));
    await downloader.settled('ack', 1);
    const call = await environment.calls.get(keyOf('call'));
    expect(call).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(recording) } });
    expect(call?.audioFlags).not.toContain('LISTED_SIZE_DIFFERS');
  },
);

describe('bytes that are not trusted', () => {
  it.each([
    ['are half a recording', damaged, {}, {}, 'TRUNCATED'],
    ['are no audio', Buffer.alloc(1_000), {}, {}, 'NOT_AUDIO'],
    ['are empty', Buffer.alloc(0), {}, {}, undefined],
    [
      'differ from the checksum of the listing',
      recording,
      { sha256: sha256Of(another) },
      {},
      'CHECKSUM_MISMATCH',
    ],
    [
      'differ from the checksum of the answer',
      recording,
      {},
      { 'x-checksum-sha256': sha256Of(another) },
      'CHECKSUM_MISMATCH',
    ],
    ['are large and half a recording', largeDamaged, {}, {}, 'TRUNCATED'],
  ])(
    'are quarantined if they %s, and the call is settled as failed',
    async (_, bytes, declared, headers, reason) => {
      environment.ocp.serve('rec-call', whole(bytes, headers));
      const downloader = await startTestDownloader(environment);
      await environment.send(taskOf('call', { declared }));
      await downloader.settled('ack', 1);

      expect(await environment.finalObjects()).toEqual([]);
      expect(await environment.openUploads()).toBe(0);
      const call = await environment.calls.get(keyOf('call'));
      expect(call).toMatchObject({ audioReceived: true, audioProcessed: false, s3Stored: false });
      expect(call?.quarantined).toHaveLength(1);
      const { key, reason: kept, sha256 } = call!.quarantined![0]!;
      if (reason !== undefined) expect(kept).toBe(reason);
      expect(sha256).toBe(sha256Of(bytes));
      expect(key).toBe(`recordings/acme/call/${sha256}`);
      expect((await environment.quarantinedKeys()).sort()).toEqual([key, `${key}.json`]);
      expect((await environment.bytesAt('quarantine', key)).equals(bytes)).toBe(true);
      // It stays to be reconciled, so OCP will be asked again.
      expect(call?.reconciliationShard).toBeDefined();
      expect(await outcomeOf(environment, 'call')).toMatchObject({
        outcome: 'failed',
        code: kept,
        isAboutTheCall: true,
      });
      expect(await environment.events()).toMatchObject([
        { eventType: 'recording.quarantined', callId: 'call', key, reason: kept, source: 'RECONCILIATION' },
      ]);
      expect(await environment.checks()).toHaveLength(1);
      expect(await downloader.metric('downloads_total', 'quarantined', kept)).toBe(1);
    },
  );

  it('are quarantined if only the listing gives a size, and it differs', async () => {
    environment.ocp.serve('rec-call', (response) => void response.writeHead(200).end(recording));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call', { declared: { sizeBytes: recording.length + 1 } }));
    await downloader.settled('ack', 1);
    const call = await environment.calls.get(keyOf('call'));
    expect(call).toMatchObject({ s3Stored: false, quarantined: [{ reason: 'LENGTH_MISMATCH' }] });
  });

  it('are kept once, if they are downloaded twice', async () => {
    environment.ocp.serve('rec-call', whole(damaged));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 2);
    expect((await environment.calls.get(keyOf('call')))?.quarantined).toHaveLength(1);
    expect(await environment.quarantinedKeys()).toHaveLength(2);
  });

  it('are deleted if a small gzip file decodes to more than the limit', async () => {
    environment.ocp.serve('rec-call', whole(gzipSync(wavOf(3_000_000))));
    const downloader = await startTestDownloader(environment, { MAX_RECORDING_BYTES: '2000000' });
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);
    expect(await environment.finalObjects()).toEqual([]);
    expect(await environment.openUploads()).toBe(0);
    expect(await outcomeOf(environment, 'call')).toMatchObject({ code: 'RECORDING_TOO_LARGE' });
  });

  it('are deleted if they are more than the limit', async () => {
    environment.ocp.serve('rec-call', whole(large));
    const downloader = await startTestDownloader(environment, { MAX_RECORDING_BYTES: '200000' });
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);
    expect(await environment.finalObjects()).toEqual([]);
    expect(await environment.quarantinedKeys()).toEqual([]);
    expect(await environment.openUploads()).toBe(0);
    expect(await outcomeOf(environment, 'call')).toMatchObject({
      outcome: 'failed',
      code: 'RECORDING_TOO_LARGE',
    });
  });
});
