import { sha256Of, wavOf } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { cdrEnd, cdrStart } from './call-events.ts';
import { pushes, pushRaw } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const MAX_BYTES = 300_000;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ MAX_HELD_BYTES: '65536', MAX_RECORDING_BYTES: String(MAX_BYTES) });
});
afterAll(() => api.stop());

const sizes = [
  ['small', small],
  ['staged', large],
] as const;
const roads = pushes.flatMap(([road, push]) =>
  sizes.map(([size, bytes]) => ({ road, size, push, bytes, name: `${size} ${road}` })),
);

describe.each(roads)('a $size recording in $road', ({ push, bytes, name }) => {
  const idOf = (what: string): string => `${what} ${name}`;
  const objectOf = (callId: string, bucket = 'recordings-sales', tenantId = 'acme') =>
    `${bucket}/${tenantId}/${encodeURIComponent(callId)}`;

  /** The call's one object, and these bytes in it. */
  const expectStored = async (callId: string, expected: Buffer, bucket = 'recordings-sales') => {
    const objects = (await api.finalObjects()).filter((object) =>
      object.endsWith(encodeURIComponent(callId)),
    );
    expect(objects).toEqual([objectOf(callId, bucket)]);
    const stored = await api.bytesAt(bucket, `acme/${encodeURIComponent(callId)}`);
    expect(stored.equals(expected)).toBe(true);
    expect(await api.call(callId)).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(expected) } });
  };

  it('is stored before any CDR, and the CDRs then complete the record', async () => {
    const callId = idOf('early');
    const response = await push(api, callId, bytes);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      tenantId: 'acme',
      callId,
      status: 'stored',
      sha256: sha256Of(bytes),
      reason: '',
    });
    expect(await api.call(callId)).toMatchObject({ callStatus: 'ACTIVE', reconciliationStatus: 'completed' });

    expect((await api.postEvents([cdrEnd(callId), cdrStart(callId)])).status).toBe(200);
    expect(await api.call(callId)).toMatchObject({
      callStatus: 'COMPLETED',
      ingestionSource: 'REALTIME',
      lineOfBusiness: 'sales',
      hasCdrEnd: true,
    });
    expect(await api.call(callId)).not.toHaveProperty('reconciliationShard');
    await expectStored(callId, bytes);
  });

  it('goes to the bucket of its app, once a CDR has named the app', async () => {
    const callId = idOf('claims');
    await api.postEvents(cdrStart(callId, { app: 'ClaimsApp' }));
    expect((await push(api, callId, bytes)).status).toBe(201);
    await expectStored(callId, bytes, 'recordings-claims');
  });

  it('stays where it was stored when a late CDR names another line of business', async () => {
    const callId = idOf('moved');
    await push(api, callId, bytes);
    await api.postEvents(cdrStart(callId, { app: 'ClaimsApp' }));
    expect(await api.call(callId)).toMatchObject({ lineOfBusiness: 'claims' });
    expect((await push(api, callId, bytes)).status).toBe(200);
    await expectStored(callId, bytes);
  });

  it('of an unregistered group goes to the unassigned bucket, and the group is logged', async () => {
    const callId = idOf('stray');
    const response = await push(api, callId, bytes, { groupId: 'Nobody_EN' });
    expect(response.status).toBe(201);
    // The path of a raw body names the tenant; a form without a tenant leaves the call unassigned.
    const tenant = push === pushRaw ? 'acme' : 'unknown:acme';
    expect(await response.json()).toMatchObject({ tenantId: tenant });
    expect(await api.call(callId, tenant)).toMatchObject({ s3Stored: true, groupId: 'Nobody_EN' });
    expect(await api.finalObjects()).toContain(
      objectOf(callId, 'recordings-unassigned', encodeURIComponent(tenant)),
    );
    expect(api.logged.some((line) => line.includes('group_unknown') && line.includes(callId))).toBe(true);
  });

  it('that is sent twice is one object, and the second answer is 200', async () => {
    const callId = idOf('twice');
    expect((await push(api, callId, bytes)).status).toBe(201);
    const before = await api.call(callId);
    const response = await push(api, callId, bytes, { sha256: sha256Of(bytes).toUpperCase() });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'stored before' });
    expect(await api.call(callId)).toEqual(before);
    await expectStored(callId, bytes);
  });

  it('that is sent ten times at once is one object', async () => {
    const callId = idOf('crowd');
    const responses = await Promise.all(Array.from({ length: 10 }, () => push(api, callId, bytes)));
    expect(responses.every(({ status }) => status === 200 || status === 201)).toBe(true);
    await expectStored(callId, bytes);
  });

  it('with other content is a conflict: 202, quarantined, and the first stays', async () => {
    const callId = idOf('conflict');
    const other = wavOf(bytes.length - (bytes.length % 2), 7);
    await push(api, callId, bytes);
    const response = await push(api, callId, other);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ status: 'quarantined', reason: 'CONFLICT' });
    await expectStored(callId, bytes);
    const [quarantined] = (await api.call(callId))!.quarantined!;
    expect((await api.bytesAt('quarantine', quarantined!.key)).equals(other)).toBe(true);
  });

  /** The call is as one whose recording did not come, and a good one is stored. */
  const expectQuarantined = async (callId: string, damaged: Buffer, reason: string): Promise<void> => {
    const call = (await api.call(callId))!;
    expect(call).toMatchObject({
      audioReceived: true,
      s3Stored: false,
      reconciliationStatus: 'pending',
      reconciliationShard: expect.any(String),
      outcome: { code: reason, retryable: true },
    });
    const { key } = call.quarantined![0]!;
    expect(key).toBe(`recordings/acme/${encodeURIComponent(callId)}/${sha256Of(damaged)}`);
    expect((await api.bytesAt('quarantine', key)).equals(damaged)).toBe(true);
    expect(JSON.parse(String(await api.bytesAt('quarantine', `${key}.json`)))).toMatchObject({ reason });

    expect((await push(api, callId, bytes)).status).toBe(201);
    await expectStored(callId, bytes);
  };

  it.each([
    ['is cut short', 'TRUNCATED', (good: Buffer) => good.subarray(0, good.length - 301)],
    ['is no audio', 'NOT_AUDIO', (good: Buffer) => Buffer.alloc(good.length, 'no audio ')],
  ])('that %s is quarantined with its reason: 202, and the call stays pending', async (_, reason, damage) => {
    const callId = idOf(reason);
    const damaged = damage(bytes);
    await api.postEvents(cdrEnd(callId));
    const response = await push(api, callId, damaged);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ status: 'quarantined', reason });
    await expectQuarantined(callId, damaged, reason);
  });

  it('that is not what was declared is quarantined, and its sender is asked to send it again: 400', async () => {
    const callId = idOf('mismatch');
    await api.postEvents(cdrEnd(callId));
    const response = await push(api, callId, bytes, { sha256: 'ab'.repeat(32) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      detail: expect.stringMatching(/kept in quarantine; send the recording again/),
    });
    await expectQuarantined(callId, bytes, 'CHECKSUM_MISMATCH');
  });
});

describe.each(pushes)('a recording in %s', (road, push) => {
  it('may have exactly the allowed number of bytes', async () => {
    expect((await push(api, `full ${road}`, wavOf(MAX_BYTES))).status).toBe(201);
  });

  it.each([
    ['a byte', 1],
    ['a hundred times', 30_000_000],
  ])('larger by %s is refused with 413 and leaves no bytes', async (_, moreBytes) => {
    const callId = `too large ${road}`;
    const staged = await api.quarantinedKeys();
    const response = await push(api, callId, Buffer.concat([wavOf(MAX_BYTES), Buffer.alloc(moreBytes)]));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: 'RECORDING_TOO_LARGE',
      message: expect.stringContaining(String(MAX_BYTES)),
    });
    expect(await api.call(callId)).toBeUndefined();
    expect((await api.finalObjects()).filter((object) => object.includes('too%20large'))).toEqual([]);
    expect(await api.quarantinedKeys()).toEqual(staged);
    expect(await api.openUploads()).toBe(0);
  });

  it('leaves no staged bytes once it is judged', async () => {
    expect((await api.quarantinedKeys()).filter((key) => key.startsWith('incoming/'))).toEqual([]);
    expect(await api.openUploads()).toBe(0);
  });
});
