import { CallId, type CallKey, recordDiscovered, TenantId, type Transition } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { makeAuditSender } from '@recordings/messaging';
import { waitUntil } from '@recordings/test-kit';
import { runTrail } from '../src/trail/run-trail.ts';
import { type Line, startTestArchiver, type TestArchiver } from './archiver-fixture.ts';

const NOON = '2026-01-15T12:00:00.000Z';
const keyOf = (callId: string): CallKey => ({
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse(callId),
});
const key = keyOf('call-1');
const created = (of = key) =>
  recordDiscovered(of, {}, { group: undefined, shardCount: 1, now: NOON, by: 'test' });
const written =
  (what: string, history?: readonly { readonly what: string }[]): Transition<undefined> =>
  (current) => {
    const entries = history ? current!.history.filter((entry) => history.includes(entry)) : current!.history;
    const next = {
      ...current!,
      history: [...entries, { at: NOON, what, by: 'test', detail: {} }],
      revision: current!.revision + 1,
    };
    return { next, result: undefined };
  };

let test: TestArchiver;
beforeEach(async () => {
  test = await startTestArchiver();
});
afterEach(() => test.end());

/** The store of a service. A message arrives after a second. */
const startStore = async () => {
  const { clients, prefix } = test.local;
  return makeStores(clients.dynamodb, prefix, await makeAuditSender(clients.sqs, prefix, 1)).calls;
};
const entriesOf = (lines: readonly Line[], callId = 'call-1'): string[] =>
  lines
    .filter((line) => line['callId'] === callId)
    .map(({ revision, entry }) => `${String(revision)} ${(entry as { what: string }).what}`);
const archivedOf = async (callId?: string): Promise<Set<string>> =>
  new Set(entriesOf(await test.archived(), callId));

const trail = async (...args: string[]) => {
  Object.assign(process.env, test.variables);
  const said: string[] = [];
  const complained: string[] = [];
  const status = await runTrail(args, test.variables, {
    say: (text) => void said.push(text),
    complain: (text) => void complained.push(text),
  });
  return { status, said: said.join('\n'), complained: complained.join('\n') };
};

describe('changes of call records', () => {
  it('are archived, each with its revision', async () => {
    await test.start();
    const calls = await startStore();
    await calls.change(key, created());
    await calls.change(key, written('second'));
    await waitUntil('both are archived', async () => (await archivedOf()).size === 2);
    expect(await archivedOf()).toEqual(new Set(['1 discovered', '2 second']));
  });

  it('mark the hour of a call whose list changes, and mark no hour for any other change', async () => {
    const { clients, prefix } = test.local;
    const { hourCounts } = makeStores(clients.dynamodb, prefix, async () => undefined);
    const { metric } = await test.start();
    const calls = await startStore();
    await calls.change(key, created());
    await calls.change(key, written('second'));
    await waitUntil('the queue is done', async () => (await metric('messages_total', 'ack')) >= 2);
    const hour = '2026-01-15T12:00:00.000Z';
    expect(await hourCounts.marked(hour, 10)).toEqual([{ tenantId: 'acme', hour }]);
    expect(await hourCounts.get({ tenantId: key.tenantId, hour })).toMatchObject({ revision: 1 });
  });

  it('mark a closed hour also if the clock of the archiver is far behind', async () => {
    const { clients, prefix } = test.local;
    const { hourCounts } = makeStores(clients.dynamodb, prefix, async () => undefined);
    const { now } = Date;
    const behindMs = now() - Date.parse(NOON);
    Date.now = () => now() - behindMs;
    try {
      const { metric } = await test.start();
      await (await startStore()).change(key, created());
      await waitUntil('the queue is done', async () => (await metric('messages_total', 'ack')) >= 1);
      expect(await hourCounts.marked(NOON, 10)).toEqual([{ tenantId: 'acme', hour: NOON }]);
    } finally {
      Date.now = now;
    }
  });

  it('are archived without the change of a writer that crashed or lost its race', async () => {
    const { clients, prefix } = test.local;
    const calls = await startStore();
    await calls.change(key, created());
    const crash = makeStores(clients.dynamodb, prefix, async (change) => {
      await (await makeAuditSender(clients.sqs, prefix, 1))(change);
      throw new Error('the process dies here');
    });
    await expect(crash.calls.change(key, written('never written'))).rejects.toThrow('dies here');
    await Promise.all(['a', 'b', 'c'].map((what) => calls.change(key, written(what))));
    const { metric } = await test.start();
    await waitUntil('the queue is done', async () => (await metric('messages_total', 'ack')) >= 5);

    const record = await calls.get(key);
    const expected = record!.history.map(({ what }, at) => `${at + 1} ${what}`);
    expect(expected).toHaveLength(4);
    expect(await archivedOf()).toEqual(new Set(expected));
  });

  it('are archived although later writes took them out of the history', async () => {
    const calls = await startStore();
    await calls.change(key, created());
    await calls.change(key, written('second'));
    const [first] = (await calls.get(key))!.history;
    await calls.change(key, written('condensed from 1 entries since then', [first!]));
    await test.start();
    await waitUntil('the folded entry is archived', async () => (await archivedOf()).has('2 second'));
  });

  it('of other calls are archived while one record cannot be read', async () => {
    const { clients, prefix } = test.local;
    const calls = await startStore();
    const send = await makeAuditSender(clients.sqs, prefix, 0);
    await send({ ...announcementOf('no-record') });
    await send({ kind: 'call-changed', schemaVersion: 1 });
    await calls.change(key, created());
    const { metric } = await test.start();
    await waitUntil('the change is archived', async () => (await archivedOf()).size === 1);
    expect(await metric('audit_unreadable_total')).toBe(1);
    expect(await metric('messages_total', 'retry')).toBe(1);
  });
});

const announcementOf = (callId: string) => ({
  kind: 'call-changed',
  schemaVersion: 1,
  ...keyOf(callId),
  fromRevision: 0,
  folded: [],
});

describe('trail', () => {
  it('prints the changes and events of a call from the archive and the record', async () => {
    await test.start();
    const calls = await startStore();
    await calls.change(key, created());
    await calls.change(keyOf('call-2'), created(keyOf('call-2')));
    await test.send(JSON.stringify({ eventType: 'recording.stored', timestamp: NOON, ...key, sha256: 'ab' }));
    await waitUntil('all are archived', async () => (await test.archived()).length === 3);
    await calls.change(key, written('not archived yet'));

    const { status, said } = await trail('acme', 'call-1');
    expect(status).toBe(0);
    expect(said).toMatch(/^Call call-1 of tenant acme: 2 changes, 1 event\./);
    expect(said).toContain('change 1 by test: discovered');
    expect(said).toContain('change 2 by test: not archived yet');
    expect(said).toContain('event: recording.stored');
    const { said: json } = await trail('acme', 'call-1', '--json');
    expect(JSON.parse(json)).toMatchObject({ callId: 'call-1', unreadableLines: 0, items: { length: 3 } });
  });

  it('exits 3 for an unknown call, 2 for wrong arguments and 1 without a configuration', async () => {
    expect(await trail('acme', 'call-9')).toMatchObject({ status: 3, said: '' });
    expect(await trail('acme')).toMatchObject({ status: 2, said: '' });
    expect((await trail('acme', 'call-1', '--jsno')).complained).toContain('usage: npm run trail');
    const silent = { say: () => undefined, complain: () => undefined };
    expect(await runTrail(['acme', 'call-1'], {}, silent)).toBe(1);
  });
});
