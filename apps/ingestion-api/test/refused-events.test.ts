import { CreateBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import { sha256Of } from '@recordings/test-kit';
import { physicalName } from '@recordings/topology';
import { cdrEnd, cdrStart } from './call-events.ts';
import { counts, recorded } from './event-counts.ts';
import { readMetric } from './read-metric.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

/** The sender reaches acme only. */
const theirs = (callId: string) => cdrEnd(callId, { groupId: 'Bolt_EN' });
const keyOf = (text: string): string => `events/acme/push/${sha256Of(Buffer.from(text))}`;

describe('events of a tenant that the credential does not reach', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.stop());

  const kept = async (key: string) => ({
    bytes: String(await api.bytesAt('quarantine', key)),
    why: JSON.parse(String(await api.bytesAt('quarantine', `${key}.json`))) as object,
  });
  const callOfBolt = (callId: string) => api.send(`/v1/calls/bolt/${callId}`, { key: keys.bolt });

  it('are kept in quarantine, and the other events of the request are recorded', async () => {
    const response = await api.postEvents([cdrStart('ours'), theirs('theirs'), cdrEnd('ours')]);
    expect(await counts(response)).toEqual(recorded(2, { refused: 1 }));
    expect(await api.call('ours')).toMatchObject({ hasCdrEnd: true });
    expect((await callOfBolt('theirs')).status).toBe(404);

    const text = JSON.stringify(theirs('theirs'));
    expect(await kept(keyOf(text))).toMatchObject({
      bytes: text,
      why: { reason: 'TENANT_FORBIDDEN', sender: 'push', detail: expect.stringContaining('Bolt_EN') },
    });
    expect(await readMetric(api, 'cdr_events_total', 'type="CDR_END"', 'result="refused"')).toBe(1);
    const lines = api.logged.map((line) => JSON.parse(line) as { event: string });
    expect(lines.find(({ event }) => event === 'cdr_event_refused')).toMatchObject({
      sender: 'push',
      tenantId: 'bolt',
      groupName: 'Bolt_EN',
      key: keyOf(text),
    });
  });

  it('are kept in one object, however many a request has, and each is found by its place', async () => {
    const events = Array.from({ length: 4_999 }, (_, n) => theirs(`t${n}`));
    const response = await api.postEvents([...events, cdrEnd('ours')]);
    expect(await counts(response)).toEqual(recorded(1, { refused: 4_999 }));
    const keys = (await api.quarantinedKeys()).sort();
    expect(keys).toEqual([keys[0], `${keys[0]}.json`]);
    const { bytes, why } = await kept(keys[0]!);
    const { events: places } = why as { events: { position: number; fromByte: number; bytes: number }[] };
    expect(places).toHaveLength(4_999);
    expect(places[4_321]).toMatchObject({ position: 4_322, callId: 't4321', reason: 'TENANT_FORBIDDEN' });
    const { fromByte, bytes: length } = places[4_321]!;
    expect(JSON.parse(bytes.slice(fromByte, fromByte + length))).toEqual(events[4_321]);
  });

  it('are answered 403 if there are no others, and the body is kept', async () => {
    const body = JSON.stringify([theirs('t1'), theirs('t2')], null, 2);
    const response = await api.postEvents(body);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'TENANT_FORBIDDEN' });
    expect(await kept(keyOf(body))).toMatchObject({ bytes: body, why: { sender: 'push' } });
    expect((await callOfBolt('t1')).status).toBe(404);
  });

  it.each([
    ['some', [cdrEnd('ours'), theirs('theirs')], 200],
    ['all', [theirs('theirs')], 403],
  ])('are answered 503 until the quarantine keeps them: %s events of a request', async (_, events, then) => {
    const bucket = { Bucket: physicalName(api.local.prefix, 'quarantine') };
    await api.local.clients.s3.send(new DeleteBucketCommand(bucket));
    expect((await api.postEvents(events)).status).toBe(503);
    await api.local.clients.s3.send(new CreateBucketCommand(bucket));
    expect((await api.postEvents(events)).status).toBe(then);
    expect(await api.quarantinedKeys()).toHaveLength(2);
  });

  it('have keys of their own if two tenants send the same bytes', async () => {
    const stray = '{"strange":1}';
    await api.postEvents(stray);
    await api.postEvents(stray, 'application/json', { 'x-api-key': keys.bolt });
    const sha256 = sha256Of(Buffer.from(stray));
    const found = [`events/acme/push/${sha256}`, `events/bolt/bolt/${sha256}`];
    expect((await api.quarantinedKeys()).sort()).toEqual(found.flatMap((key) => [key, `${key}.json`]));
    expect((await kept(found[0]!)).why).toMatchObject({ sender: 'push' });
  });
});
