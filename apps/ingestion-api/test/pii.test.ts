import { gzipSync } from 'node:zlib';
import { readStored, writeRegistryFile } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { cdrEnd, cdrStart, dialogEnd, dialogStart } from './call-events.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';
import { registryFile } from './test-registry.ts';

/** A number, a card and a token, which a sender may put everywhere. */
const PHONE = '+15550100123';
const CARD = '4111111111111111';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl';
const canaries = [PHONE, encodeURIComponent(PHONE), CARD, TOKEN];
const everything = `${PHONE} ${CARD} ${TOKEN}`;

let api: TestApi;
/** The bodies and headers of all answers. */
const answered: string[] = [];
let stored: string[];

const take = async (sent: Promise<Response>): Promise<number> => {
  const answer = await sent;
  answered.push(JSON.stringify([...answer.headers]), await answer.text());
  return answer.status;
};

const unknownFields = {
  ...{ ani: PHONE, note: everything, card: Number(CARD), 'x-token': TOKEN, [PHONE]: { [CARD]: 1 } },
  customer: { id: PHONE, phones: [PHONE], cards: [{ number: CARD }], auth: `Bearer ${TOKEN}` },
  kvps: [
    { key: 'caller', value: PHONE },
    { key: 'pan', value: CARD },
  ],
};
const known = {
  ...{ customerId: everything, conversationId: everything, app: everything, channel: everything },
  ...{ direction: everything, exitStatus: everything, ivrResult: everything, durationMs: everything },
};

const sendEvents = async (): Promise<void> => {
  const events = [
    { ...cdrStart('c'), ...unknownFields, ...known },
    { ...cdrEnd('c'), ...unknownFields, ...known, durationMs: 30_000 },
    { ...dialogStart('d'), ...unknownFields, hashed_origin_uri: PHONE, app: { name: everything } },
    { ...dialogEnd('d'), ...unknownFields, end_type: everything },
    { ...cdrEnd('other', { groupId: 'Bolt_EN' }), ...unknownFields, ...known },
    { ...cdrEnd('stray', { groupId: everything }), ...unknownFields, ...known },
    { ...cdrEnd('none'), groupId: undefined, ...unknownFields, ...known },
    { ...unknownFields, ...known, eventType: everything, callId: 'u' },
    { message_type: everything, id: 'v', group: 'v', ...unknownFields },
    { ...cdrEnd('t'), timestamp: everything, startTimestamp: '1999-01-01T00:00:00Z', ...unknownFields },
    everything,
    [everything],
  ];
  await take(api.postEvents(events));
  for (const event of events) await take(api.postEvents(JSON.stringify(event)));
  await take(api.postEvents(events.map((event) => JSON.stringify(event)).join('\n'), 'application/x-ndjson'));
  await take(api.postEvents(`no JSON ${everything} "customerId": "${everything}"`));
  await take(api.postEvents(Buffer.from(`Señor ${everything}`, 'latin1')));
  await take(
    api.postEvents(gzipSync(JSON.stringify(events)), 'application/json', { 'content-encoding': 'gzip' }),
  );
  await take(api.postEvents('x', `text/${PHONE}`));
  await take(api.postEvents('[]', 'application/json', { 'content-encoding': PHONE }));
  await take(api.postEvents([{ ...cdrEnd('x', { groupId: 'Bolt_EN' }), ...unknownFields }]));
};

const sendForm = (fields: Readonly<Record<string, string>>, fileName: string, bytes: Uint8Array = small) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'audio/wav' }), fileName);
  form.append('behind', everything);
  return take(api.send('/v1/recordings', { method: 'POST', body: form }));
};

const sendRecordings = async (): Promise<void> => {
  const labels = { ani: PHONE, note: everything, conversationId: everything, callTimestamp: everything };
  const damaged = small.subarray(0, 9_001);
  for (const bytes of [small, large, damaged]) {
    await sendForm({ callId: 'c', groupId: 'Acme_EN', ...labels }, `${everything}.wav`, bytes);
    await sendForm({ callId: 'stray', groupId: everything, ...labels }, `${everything}.wav`, bytes);
    await sendForm(labels, `${everything}.wav`, bytes);
    await sendForm(labels, `${PHONE}~${PHONE}~1768473000~d-9.wav`, bytes);
    await sendForm({ ...labels, sha256: everything }, 'a.wav', bytes);
  }
  for (const bytes of [small, damaged]) {
    await take(
      api.send('/v1/recordings/acme/raw', {
        method: 'PUT',
        headers: {
          'content-type': 'audio/wav',
          'x-group-id': everything,
          'x-conversation-id': everything,
          'x-call-timestamp': everything,
          'x-caller': PHONE,
          'user-agent': everything,
          referer: `https://x/?ani=${PHONE}`,
          authorization: `Basic ${TOKEN}`,
        },
        body: new Uint8Array(bytes),
      }),
    );
  }
};

const askWrongly = async (): Promise<void> => {
  const query = `?ani=${encodeURIComponent(PHONE)}&card=${CARD}&token=${TOKEN}&audio=link`;
  for (const key of [keys.audit, keys.push, TOKEN, PHONE]) {
    await take(api.send(`/v1/calls/acme/nothing${query}`, { key }));
    await take(api.send(`/v1/nothing${query}`, { key }));
    await take(api.send(`/v1/events${query}`, { key, method: 'POST', body: everything }));
    await take(api.send(`/v1/calls${query}&tenant=${CARD}&from=${TOKEN}`, { key }));
  }
};

let registry: Awaited<ReturnType<typeof writeRegistryFile>>;
beforeAll(async () => {
  const groups = registryFile.groups.map((group) => ({ ...group, pii: { customerId: 'hash' } }));
  registry = await writeRegistryFile({ ...registryFile, groups });
  api = await startTestApi({
    ...{ LOG_LEVEL: 'trace', MAX_HELD_BYTES: '65536', PII_HASH_KEY: 'k'.repeat(32) },
    ...{ METRICS_EXPORT_SECONDS: '1', REGISTRY_FILE: registry.path },
  });
  await sendEvents();
  await sendRecordings();
  await askWrongly();
  stored = await readStored(api.local.clients);
});
afterAll(async () => {
  await api.stop();
  await registry.remove();
});

const foundIn = (texts: readonly string[]): string[] =>
  texts
    .filter((text) => canaries.some((canary) => text.includes(canary)))
    .map((text) => text.slice(0, 2_000));

describe('numbers, cards and tokens that a sender puts everywhere', () => {
  it('are in no object, item or message', () => {
    expect(stored.length).toBeGreaterThan(30);
    expect(foundIn(stored)).toEqual([]);
  });

  it('are in no log line', () => {
    expect(api.logged.length).toBeGreaterThan(30);
    expect(foundIn(api.logged)).toEqual([]);
  });

  it('are in no metric', async () => {
    const metrics = await (await fetch(`${api.monitoringUrl}/metrics`)).text();
    expect(foundIn(metrics.split('\n'))).toEqual([]);
  });

  it('are in no answer', () => {
    expect(answered.length).toBeGreaterThan(60);
    expect(foundIn(answered)).toEqual([]);
  });
});

describe('the policy of a group', () => {
  it('hashes the customer id, in the facts of every source', async () => {
    const { customerId, facts } = (await api.call('c'))!;
    expect(customerId).toMatch(/^hmac-sha256:[\w-]{43}$/);
    expect([facts.start?.customerId, facts.end?.customerId]).toEqual([customerId, customerId]);
    expect((await api.call('d'))!.customerId).toMatch(/^hmac-sha256:/);
  });

  it('leaves everything else of the call', async () => {
    expect(await api.call('c')).toMatchObject({ groupId: 'Acme_EN', s3Stored: true, durationMs: 30_000 });
  });
});
