import { readEventSchemas, sha256Of, waitUntil } from '@recordings/test-kit';
import { z } from 'zod';
import { another, large, recording } from './audio.ts';
import { holdCalls, keyOf, outcomeOf, registry, taskOf } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { type Answer, inParts, status, whole } from './fake-ocp.ts';
import { startTestDownloader, stopDownloaders } from './start-test-downloader.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(() => surroundings.stop());
beforeEach(async () => {
  environment = await surroundings.makeEnvironment();
});
afterEach(stopDownloaders);

const isSettled = async (callId: string): Promise<boolean> =>
  (await outcomeOf(environment, callId))?.outcome !== 'open';

describe('a recording of an export job', () => {
  it.each([
    ['held in memory', recording],
    ['staged while it comes', large],
  ])('is stored byte for byte, %s, published and settled', async (_, bytes) => {
    await holdCalls(environment, ['call']);
    environment.ocp.serve('rec-call', whole(bytes, { 'x-checksum-sha256': sha256Of(bytes) }));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);

    const call = await environment.calls.get(keyOf('call'));
    expect(call).toMatchObject({
      audioReceived: true,
      audioProcessed: true,
      s3Stored: true,
      callStatus: 'COMPLETED',
      reconciliationStatus: 'completed',
      ingestionSource: 'RECONCILIATION',
      lineOfBusiness: 'sales',
      audio: { codec: 'pcm_s16le', bytes: bytes.length, sha256: sha256Of(bytes) },
    });
    expect(call?.reconciliationShard).toBeUndefined();
    const [object, ...more] = await environment.finalObjects();
    expect(more).toEqual([]);
    expect(call?.audioUrl).toBe(`s3://${environment.prefix}-${object}`);
    const [bucket, ...key] = object!.split('/');
    expect((await environment.bytesAt(bucket!, key.join('/'))).equals(bytes)).toBe(true);
    expect(await environment.quarantinedKeys()).toEqual([]);
    expect(await environment.openUploads()).toBe(0);

    const events = await environment.events();
    for (const schema of readEventSchemas('recording-stored', '1.0'))
      expect(z.fromJSONSchema(schema).parse(events[0])).toEqual(events[0]);
    expect(events).toMatchObject([
      {
        eventType: 'recording.stored',
        tenantId: 'acme',
        callId: 'call',
        location: call!.location,
        sha256: sha256Of(bytes),
        source: 'RECONCILIATION',
      },
    ]);
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored', code: 'STORED' });
    expect(await environment.checks()).toEqual([{ version: '1.0', kind: 'close', reconciliationId: 'r-1' }]);
    expect(await downloader.metric('downloads_total', 'result="stored"')).toBe(1);
    expect(await downloader.metric('processing_time_per_call_ms_count')).toBe(1);
  });

  it('is downloaded from the link of the listing if the export profile says so', async () => {
    await holdCalls(environment, ['call']);
    const { ocp } = environment;
    const audioUrl = '/signed/file-of-call';
    ocp.serve('recordings?page=1', status(200, { recordings: [{ callId: 'call', audioUrl }] }));
    ocp.serve('file-of-call', whole(recording));
    const downloader = await startTestDownloader(environment);
    await environment.send(
      taskOf('call', { recordingId: 'call', groupId: registry.findGroup('Acme_Linked')!.name }),
    );
    await downloader.settled('ack', 1);
    const { audio } = (await environment.calls.get(keyOf('call')))!;
    expect(audio).toMatchObject({ bytes: recording.length, sha256: sha256Of(recording) });
    expect(ocp.requests('recordings?page=1')).toHaveLength(1);
    expect(ocp.requests('file-of-call').map(({ url }) => url)).toEqual([audioUrl]);
    expect(downloader.lines.join('\n')).not.toContain(audioUrl);
  });

  it('whose transfer breaks off again and again is resumed, and stored byte for byte', async () => {
    await holdCalls(environment, ['call']);
    environment.ocp.serve('rec-parts', inParts(large, Math.ceil(large.length / 3)));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call', { recordingId: 'rec-parts' }));
    await downloader.settled('ack', 1);
    const { audio } = (await environment.calls.get(keyOf('call')))!;
    expect(audio).toMatchObject({ bytes: large.length, sha256: sha256Of(large) });
    // A connection that breaks loses the bytes that are not read yet, so there may be more.
    expect(environment.ocp.requests('rec-parts').length).toBeGreaterThanOrEqual(3);
    expect(downloader.logged('download_put_off')).toEqual([]);
    expect(await environment.openUploads()).toBe(0);
  });

  it('asks to close the reconciliation when its last call is settled, and not before', async () => {
    await holdCalls(environment, ['a', 'b', 'c']);
    for (const id of ['a', 'b', 'c']) environment.ocp.serve(`rec-${id}`, whole(recording));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('a'));
    await environment.send(taskOf('b', { recordingId: 'nobody-has-it' }));
    await downloader.settled('ack', 2);
    expect(await isSettled('a')).toBe(true);
    expect(await isSettled('b')).toBe(true);
    expect(await environment.checks()).toEqual([]);

    await environment.send(taskOf('c'));
    await downloader.settled('ack', 3);
    expect(await environment.checks()).toHaveLength(1);
  });

  it('asks to close the reconciliation if its last calls are settled together', async () => {
    const ids = Array.from({ length: 8 }, (_, n) => `call-${n}`);
    await holdCalls(environment, ids);
    const together = whenAsked(ids.length);
    for (const id of ids) environment.ocp.serve(`rec-${id}`, together(recording));
    const downloader = await startTestDownloader(environment, { DOWNLOAD_CONCURRENCY: '8' });
    await Promise.all(ids.map((id) => environment.send(taskOf(id))));
    await downloader.settled('ack', ids.length);
    expect((await environment.checks()).length).toBeGreaterThanOrEqual(1);
    expect(await environment.finalObjects()).toHaveLength(ids.length);
  });
});

describe('two messages for one call at once', () => {
  it('store one object and one change of the record', async () => {
    await holdCalls(environment, ['call']);
    environment.ocp.serve('rec-call', whenAsked(2)(recording));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 2);
    expect(environment.ocp.requests('rec-call').length).toBeGreaterThanOrEqual(2);
    expect(await environment.finalObjects()).toHaveLength(1);
    expect(await environment.quarantinedKeys()).toEqual([]);
    const { history } = (await environment.calls.get(keyOf('call')))!;
    expect(history.filter(({ what }) => what === 'stored by reconciliation')).toHaveLength(1);
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored' });
  });

  it('keep the second bytes in quarantine if they differ', async () => {
    await holdCalls(environment, ['call']);
    const together = whenAsked(2);
    environment.ocp.serve('rec-twin', together(recording), together(another));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call', { recordingId: 'rec-twin' }));
    await environment.send(taskOf('call', { recordingId: 'rec-twin' }));
    await downloader.settled('ack', 2);
    const [object, ...more] = await environment.finalObjects();
    expect(more).toEqual([]);
    const { audio, quarantined } = (await environment.calls.get(keyOf('call')))!;
    expect(quarantined).toMatchObject([{ reason: 'CONFLICT' }]);
    const [bucket, ...key] = object!.split('/');
    expect(sha256Of(await environment.bytesAt(bucket!, key.join('/')))).toBe(audio!.sha256);
    expect(new Set([audio!.sha256, quarantined![0]!.sha256])).toEqual(
      new Set([sha256Of(recording), sha256Of(another)]),
    );
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored' });
  });
});

/** Answers that wait until so many have been asked for. */
const whenAsked = (count: number): ((bytes: Buffer) => Answer) => {
  let asked = 0;
  return (bytes) => async (response) => {
    asked += 1;
    await waitUntil(`${count} requests have come`, () => asked >= count);
    return whole(bytes)(response);
  };
};
