import { sha256Of } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { cdrEnd, NOON_MS } from './call-events.ts';
import { FORM_TYPE, field, file, formBody, nameOf, type Part, postForm } from './form-body.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('a recording in a form', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_HELD_BYTES: '65536' });
  });
  afterAll(() => api.stop());

  const post = (parts: readonly Part[]) => postForm(api, parts);

  /** The labels that the log says could not be used, one list a recording. */
  const faultsToldOf = (callId: string): string[][] =>
    api.logged
      .map((line) => JSON.parse(line) as { event: string; callId?: string; labels?: string[] })
      .filter((line) => line.event === 'recording_labels_faulty' && line.callId === callId)
      .map(({ labels = [] }) => labels);

  it.each([
    ['small', small],
    ['staged', large],
  ])("finds the call by OCP's file name alone (%s)", async (size, bytes) => {
    const callId = `named-${size}`;
    const response = await post([file(bytes, nameOf(callId))]);
    expect(response.status).toBe(201);
    expect(await api.call(callId)).toMatchObject({
      groupId: 'Acme_EN',
      lineOfBusiness: 'sales',
      callTimestamp: new Date(NOON_MS).toISOString(),
      s3Stored: true,
    });
  });

  it('prefers fields to the file name, and records them', async () => {
    const response = await post([
      field('callId', 'by-fields'),
      field('groupId', 'Acme_EN'),
      field('conversationId', 'conversation-9'),
      field('callTimestamp', '2026-01-15T13:00:00+01:00'),
      file(small, nameOf('other-dialog')),
    ]);
    expect(response.status).toBe(201);
    expect(await api.call('by-fields')).toMatchObject({
      conversationId: 'conversation-9',
      callTimestamp: '2026-01-15T12:00:00.000Z',
    });
    expect(await api.call('other-dialog')).toBeUndefined();
    expect(faultsToldOf('by-fields')).toEqual([['fileName']]);
  });

  it.each(['', 'undefined', 'null', 'None'])('treats a field of "%s" as missing', async (nothing) => {
    const callId = `missing-${nothing}`;
    const names = ['callId', 'groupId', 'tenantId', 'callTimestamp', 'sha256'];
    const parts = [...names.map((name) => field(name, nothing)), file(small, nameOf(callId))];
    expect((await post(parts)).status).toBe(201);
    expect(await api.call(callId)).toMatchObject({ s3Stored: true, groupId: 'Acme_EN' });
  });

  it.each([
    ['field sha256', [field('sha256', sha256Of(large))], {}],
    ['header Content-Digest', [], { 'content-digest': `sha-256=:${'A'.repeat(43)}=:` }],
  ])(
    'refuses a recording without a call id that does not match its %s, and keeps it',
    async (place, fields, headers) => {
      const audio = Buffer.concat([small.subarray(0, -1), Buffer.from([place.length])]);
      const body = new Uint8Array(formBody([...fields, file(audio, 'record.wav')]));
      const contentType = { 'content-type': FORM_TYPE };
      const response = await api.send('/v1/recordings', {
        method: 'POST',
        headers: { ...contentType, ...headers },
        body,
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'CHECKSUM_MISMATCH' });
      const key = `recordings/unidentified/${sha256Of(audio)}`;
      expect((await api.bytesAt('quarantine', key)).equals(audio)).toBe(true);
      const why: unknown = JSON.parse(String(await api.bytesAt('quarantine', `${key}.json`)));
      expect(why).toMatchObject({ reason: 'CALL_UNIDENTIFIED', detail: expect.stringMatching(/\.wav; /) });
    },
  );

  it.each([
    ['a name that says nothing', 'record.wav'],
    ['a name of three parts', 'Acme_EN~1768478400000~dialog.wav'],
    ['a name whose dialog is "undefined"', `Acme_EN~101~${NOON_MS}~undefined.wav`],
  ])('quarantines a file with %s, under an id without the name', async (_, fileName) => {
    const response = await post([file(small, fileName)]);
    expect(response.status).toBe(202);
    const answer = (await response.json()) as { callId: string };
    expect(answer).toMatchObject({ status: 'quarantined', reason: 'CALL_UNIDENTIFIED' });
    expect(answer.callId).toMatch(/^unidentified-[0-9a-f]{16}-[0-9a-f]{64}$/);
    const call = await api.call(answer.callId);
    expect(call).toMatchObject({
      outcome: { code: 'CALL_UNIDENTIFIED', retryable: false, message: expect.stringContaining('callId') },
    });
    expect(call).not.toHaveProperty('reconciliationShard');
    expect(call).not.toHaveProperty('reconciliationStatus');
    const { key } = call!.quarantined![0]!;
    expect((await api.bytesAt('quarantine', key)).equals(small)).toBe(true);
    const why = JSON.parse(String(await api.bytesAt('quarantine', `${key}.json`))) as { detail: string };
    expect(why.detail).toContain(fileName);
  });

  it('gives each unidentified recording its own record, and recognises a repeated one', async () => {
    const answers: { callId: string; reason: string }[] = [];
    for (const [bytes, name] of [
      [small, 'x.wav'],
      [large, 'x.wav'],
      [small, 'y.wav'],
      [small, 'x.wav'],
      [large, 'x.wav'],
    ] as const) {
      const response = await post([file(bytes, name)]);
      expect(response.status).toBe(202);
      answers.push((await response.json()) as { callId: string; reason: string });
    }
    const [first, other, renamed, again, otherAgain] = answers.map(({ callId }) => callId);
    expect(new Set([first, other, renamed]).size).toBe(3);
    expect([again, otherAgain]).toEqual([first, other]);
    for (const callId of [first, other, renamed]) {
      expect((await api.call(callId!))?.quarantined).toHaveLength(1);
    }
    const keysOf = async (callId: string) => (await api.call(callId))!.quarantined!.map(({ key }) => key);
    const [smallKey, largeKey] = [small, large].map((bytes) => `recordings/unidentified/${sha256Of(bytes)}`);
    expect(await keysOf(first!)).toEqual([smallKey]);
    expect(await keysOf(other!)).toEqual([largeKey]);
    expect(await keysOf(renamed!)).toEqual([smallKey]);
    expect((await api.bytesAt('quarantine', largeKey!)).equals(large)).toBe(true);
    expect((await api.quarantinedKeys()).filter((key) => key.startsWith('incoming/'))).toEqual([]);
  });

  it.each(['acme_en', 'Nobody_EN'])(
    'stays with its call when it names the unregistered group %s',
    async (group) => {
      const callId = `mistyped ${group}`;
      await api.postEvents(cdrEnd(callId));
      const labels = [field('callId', callId), field('tenantId', 'acme'), field('groupId', group)];
      expect((await post([...labels, file(small)])).status).toBe(201);
      const expected = {
        callStatus: 'COMPLETED',
        groupId: 'Acme_EN',
        lineOfBusiness: 'sales',
        location: { bucket: 'test-recordings-sales' },
      };
      expect(await api.call(callId)).toMatchObject(expected);
      // Nor is the record of a call that is stored.
      expect((await post([...labels, file(small)])).status).toBe(200);
      expect(await api.call(callId)).toMatchObject(expected);
      expect(faultsToldOf(callId)).toEqual([['groupId'], ['groupId']]);
    },
  );

  it('without tenant and group belongs to the only tenant of its sender', async () => {
    await api.postEvents(cdrEnd('only-call-id'));
    const response = await post([field('callId', 'only-call-id'), file(small)]);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ tenantId: 'acme' });
    expect(await api.call('only-call-id')).toMatchObject({
      callStatus: 'COMPLETED',
      lineOfBusiness: 'sales',
    });
    expect(await api.call('only-call-id', 'unknown')).toBeUndefined();
  });

  it.each([
    ['9999-12-31T23:59:59Z', '-'],
    ['0001-01-01T00:00:00Z', '-'],
    ['12', '-'],
    ['yesterday', '-'],
    ['2026-01-15T12:00:00', '2026-01-15T12:00:00.000Z'],
    ['1768478400', '2026-01-15T12:00:00.000Z'],
  ])('stores a recording whose time is labelled %s', async (callTimestamp, expected) => {
    const callId = `time ${callTimestamp}`;
    const labels = [field('callId', callId), field('groupId', 'Acme_EN')];
    const parts = [...labels, field('callTimestamp', callTimestamp), file(small)];
    expect((await post(parts)).status).toBe(201);
    expect((await post(parts)).status).toBe(200); // The record can be read again.
    const call = await api.call(callId);
    if (expected === '-') {
      expect(call?.facts.recording?.startedAt).toBeUndefined();
      expect(faultsToldOf(callId)).toContainEqual(['callTimestamp']);
    } else {
      expect(call?.callTimestamp).toBe(expected);
      expect(faultsToldOf(callId)).toEqual([]);
    }
  });

  it.each([
    ['20260115120000', '2026-01-15T12:00:00.000Z'],
    ['99991231235959', undefined],
  ])('finds the call by a file name whose time is %s', async (digits, startedAt) => {
    const callId = `digits-${digits}`;
    expect((await post([file(small, `Acme_EN~101~${digits}~${callId}.wav`)])).status).toBe(201);
    expect((await api.call(callId))?.facts.recording?.startedAt).toBe(startedAt);
    expect(faultsToldOf(callId)).toEqual(startedAt ? [] : [['fileName']]);
  });

  it('finds the group on the record of a call whose recording names none', async () => {
    await api.postEvents(cdrEnd('no-group', { app: 'ClaimsApp' }));
    const labels = [field('callId', 'no-group'), field('tenantId', 'acme')];
    expect((await post([...labels, file(small)])).status).toBe(201);
    expect(await api.call('no-group')).toMatchObject({
      callStatus: 'COMPLETED',
      lineOfBusiness: 'claims',
      location: { bucket: 'test-recordings-claims' },
    });
  });
});
