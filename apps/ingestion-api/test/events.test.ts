import { cdrEnd, cdrStart, dialogEnd, dialogStart, dialogStep, ivrEnd, NOON_MS } from './call-events.ts';
import { counts, recorded } from './event-counts.ts';
import { readMetric } from './read-metric.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('POST /v1/events', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_EVENTS_BYTES: '1000000' });
  });
  afterAll(() => api.stop());

  it('records one event', async () => {
    expect(await counts(await api.postEvents(cdrStart('single')))).toEqual(recorded(1));
    expect(await api.call('single')).toMatchObject({
      callStatus: 'ACTIVE',
      groupId: 'Acme_EN',
      lineOfBusiness: 'sales',
      reconciliationStatus: 'pending',
    });
  });

  it('records an array of events of several calls', async () => {
    const events = [cdrStart('a1'), cdrEnd('a1'), ivrEnd('a1'), cdrEnd('a2')];
    expect(await counts(await api.postEvents(events))).toEqual(recorded(4));
    expect(await api.call('a1')).toMatchObject({ callStatus: 'FINISHED_IVR', hasCdrEnd: true });
    expect(await api.call('a2')).toMatchObject({ callStatus: 'FINISHED_AGENT' });
  });

  it.each(['application/x-ndjson', 'application/json', 'text/plain'])(
    'records NDJSON sent as %s',
    async (type) => {
      const callId = `ndjson ${type}`;
      const lines = [cdrStart(callId), cdrEnd(callId)].map((event) => JSON.stringify(event));
      const body = `${lines.join('\r\n')}\r\n\n`;
      expect(await counts(await api.postEvents(body, `${type}; charset=utf-8`))).toEqual(recorded(2));
      expect((await api.call(callId))?.hasCdrEnd).toBe(true);
    },
  );

  it("records OCP's own vocabulary: the end is the start and the duration", async () => {
    const events = [dialogEnd('ocp'), dialogStep('ocp'), dialogStart('ocp')];
    expect(await counts(await api.postEvents(events))).toEqual(recorded(2, { ignored: 1 }));
    expect(await api.call('ocp')).toMatchObject({
      callTimestamp: new Date(NOON_MS).toISOString(),
      callEndTimestamp: new Date(NOON_MS + 30_000).toISOString(),
      exitStatus: 'FAR_HUP',
    });
  });

  it('makes the same record from repeated events and from any order', async () => {
    await api.postEvents([cdrStart('o1'), ivrEnd('o1'), cdrEnd('o1')]);
    await api.postEvents([cdrEnd('o2'), cdrEnd('o2')]);
    await api.postEvents(ivrEnd('o2'));
    expect(await counts(await api.postEvents([cdrStart('o2'), ivrEnd('o2')]))).toEqual(
      recorded(1, { repeated: 1 }),
    );
    const [inOrder, disordered] = [await api.call('o1'), await api.call('o2')];
    expect(told(disordered)).toEqual(told(inOrder));
    expect(told(inOrder)).toMatchObject({ callStatus: 'FINISHED_IVR', hasCdrEnd: true });
  });

  it('quarantines unreadable events byte for byte, and records the others', async () => {
    const [noJson, noEvent] = ['{"eventType":"CDR_END","callId":', '{"eventType":"CDR_NEXT","call":"u"}'];
    const body = [JSON.stringify(cdrEnd('mixed')), noJson, '"text"', noEvent].join('\n');
    expect(await counts(await api.postEvents(body, 'application/x-ndjson'))).toEqual(
      recorded(1, { quarantined: 3 }),
    );
    expect((await api.call('mixed'))?.hasCdrEnd).toBe(true);

    const [key, ...others] = (await api.quarantinedKeys()).filter((one) => one.startsWith('events/')).sort();
    expect(others).toEqual([`${key}.json`]);
    expect(String(await api.bytesAt('quarantine', key!))).toBe(`${[noJson, '"text"', noEvent].join('\n')}\n`);
    expect(JSON.parse(String(await api.bytesAt('quarantine', others[0]!)))).toMatchObject({
      reason: 'EVENT_UNREADABLE',
      events: [2, 3, 4].map((position) => ({
        position,
        reason: 'EVENT_UNREADABLE',
        detail: expect.stringMatching(/./),
      })),
    });
  });

  it('keeps all digits of ids, of calls and of elements in quarantine', async () => {
    const ids = ['9007199254740992', '9007199254740993'];
    const end = (id: string): string =>
      JSON.stringify(cdrEnd('x')).replace('"callId":"x"', `"callId": ${id}`);
    const odd = '{"callId": 9007199254740993, "ratio": 1.0}';
    const body = `[${[...ids.map(end), odd].join(' , ')}]`;
    expect(await counts(await api.postEvents(body))).toEqual(recorded(2, { quarantined: 1 }));
    for (const id of ids) expect(await api.call(id)).toMatchObject({ callId: id, hasCdrEnd: true });
    const texts = (await api.quarantinedKeys()).map((key) => api.bytesAt('quarantine', key));
    expect((await Promise.all(texts)).map(String)).toContain(odd);
  });

  it('quarantines a body that is not JSON', async () => {
    const before = (await api.quarantinedKeys()).length;
    expect(await counts(await api.postEvents('<html>502 Bad Gateway</html>'))).toEqual(
      recorded(0, { quarantined: 1 }),
    );
    expect(await api.quarantinedKeys()).toHaveLength(before + 2);
  });

  it('records an event without its faulty fields, cuts long texts, and logs both', async () => {
    const odd = {
      ...cdrEnd('odd'),
      durationMs: -1,
      exitStatus: 'x'.repeat(150_000),
      endTimestamp: 'garbage',
    };
    expect(await counts(await api.postEvents(odd))).toEqual(recorded(1));
    const call = await api.call('odd');
    expect(call).toMatchObject({ hasCdrEnd: true, exitStatus: 'x'.repeat(2_048) });
    expect(call).not.toHaveProperty('durationMs');
    const line = api.logged.map((text) => JSON.parse(text) as { event: string; fields?: string[] });
    expect(line.find(({ event }) => event === 'cdr_event_fields_faulty')?.fields?.sort()).toEqual([
      'durationMs',
      'endTimestamp',
      'exitStatus',
    ]);
  });

  it('keeps unknown fields and events of unknown kinds on the record, and counts them', async () => {
    const hold = { ...cdrEnd('extra'), eventType: 'CDR_HOLD', heldMs: 3_000 };
    const before = (await api.quarantinedKeys()).length;
    const events = [{ ...cdrStart('extra'), queue: { name: 'claims' } }, hold, hold];
    expect(await counts(await api.postEvents(events))).toEqual(recorded(2, { repeated: 1 }));
    const call = (await api.call('extra'))!;
    expect(call.facts.start?.otherFields).toMatchObject({ queue: '{"name":"claims"}' });
    const [text] = Object.values(call.facts.other!.otherFields!);
    expect(JSON.parse(text!)).toEqual(hold);
    expect(await api.quarantinedKeys()).toHaveLength(before);
    expect(await readMetric(api, 'cdr_events_total', 'type="other"', 'result="changed"')).toBe(1);
  });

  it('keeps a copy of an event whose unknown fields do not fit into the record', async () => {
    const event = { ...cdrEnd('rich'), transcript: 'x'.repeat(6_000) };
    expect(await counts(await api.postEvents(event))).toEqual(recorded(1));
    const texts = (await api.quarantinedKeys()).map((key) => api.bytesAt('quarantine', key));
    expect((await Promise.all(texts)).map(String)).toContain(JSON.stringify(event));
  });

  it("keeps OCP's technical fields", async () => {
    const technical = { connection_id: 'conn-7', device_type: 'SIP' };
    await api.postEvents({ ...dialogEnd('technical'), ...technical });
    expect(await api.call('technical')).toMatchObject({
      callStatus: 'FINISHED_IVR',
      technical: { connectionId: 'conn-7', deviceType: 'SIP', accountId: '7', endType: 'FAR_HUP' },
    });
  });

  it("uses the sender's tenant for an event without a group, and keeps the group of the call", async () => {
    const { groupId: _, ...groupless } = cdrEnd('groupless') as { groupId: string };
    await api.postEvents(cdrStart('groupless'));
    expect(await counts(await api.postEvents(groupless))).toEqual(recorded(1));
    expect(await api.call('groupless')).toMatchObject({
      hasCdrEnd: true,
      groupId: 'Acme_EN',
      lineOfBusiness: 'sales',
    });
    expect(api.logged.some((line) => line.includes('group_unknown') && line.includes('groupless'))).toBe(
      false,
    );
  });

  it('records events of an unregistered group apart, by their sender', async () => {
    const event = cdrEnd('stray', { groupId: 'Nobody_EN' });
    expect(await counts(await api.postEvents(event))).toEqual(recorded(1));
    expect(await api.call('stray', 'unknown:acme')).toMatchObject({ groupId: 'Nobody_EN', hasCdrEnd: true });
    expect(api.logged.some((line) => line.includes('group_unknown'))).toBe(true);
  });

  it('records 500 events of one request and quarantines 100 unreadable ones', async () => {
    const events = Array.from({ length: 500 }, (_, n) => JSON.stringify(cdrEnd(`many-${n}`)));
    const strange = Array.from({ length: 100 }, (_, n) => `{"strange":${n}}`);
    const body = [...events, ...strange].join('\n');
    expect(await counts(await api.postEvents(body, 'application/x-ndjson'))).toEqual(
      recorded(500, { quarantined: 100 }),
    );
    expect((await api.call('many-499'))?.hasCdrEnd).toBe(true);
  });

  it.each([
    ['an empty body', '', 'application/json', 400],
    ['blanks', ' \n ', 'application/json', 400],
    ['a body of a type that it cannot read as text', '{}', 'application/octet-stream', 415],
    ['audio', 'RIFF', 'audio/wav', 415],
    ['a form', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=x', 415],
    ['XML', '<event/>', 'application/xml', 415],
    ['more bytes than allowed', `"${'x'.repeat(1_000_001)}"`, 'application/json', 413],
  ])('refuses %s with a code and a message, and stores nothing', async (_, body, type, status) => {
    const before = await api.quarantinedKeys();
    const response = await api.postEvents(body, type);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/),
      message: expect.stringMatching(/./),
    });
    expect(await api.quarantinedKeys()).toEqual(before);
  });
});

/** A record without its ids, and without when and in what order it was written. */
const told = (call: object | undefined): object => {
  const own = ['callId', 'reconciliationShard', 'history', 'revision'];
  const written = ['createdAt', 'updatedAt', 'cdrEndReceivedAt', 'timeline', 'status'];
  return Object.fromEntries(
    Object.entries(call ?? {}).filter(([name]) => ![...own, ...written].includes(name)),
  );
};
