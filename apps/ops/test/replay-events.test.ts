import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quarantinedEventsKey, senderIdOf } from '@recordings/call-record';
import { makeRecordingStore } from '@recordings/recording-store';
import { sha256Of } from '@recordings/test-kit';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

const STARTED = '2026-06-15T10:00:00.000Z';
const ENDED = '2026-06-15T10:01:00.000Z';
const never = new AbortController().signal;

let environment: OpsEnvironment;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-replay-'));
  const path = join(folder, 'keys.json');
  const caller = { name: 'ocp', tenants: ['acme'], scopes: ['events:write'], keySha256: 'a'.repeat(64) };
  await writeFile(path, JSON.stringify([caller]));
  environment = await startEnvironment({ INGESTION_API_CREDENTIALS: path });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await environment.stop();
});

const store = () =>
  makeRecordingStore({
    s3: environment.clients.s3,
    quarantineBucket: physicalName(environment.prefix, quarantineBucket),
  });

const endOf = (callId: string) =>
  JSON.stringify({
    ...{ eventType: 'CDR_END', timestamp: ENDED, startTime: STARTED, durationMs: 60_000 },
    ...{ callId, channel: 'voice', groupId: 'Acme_EN' },
  });

/** As the ingestion API keeps events, sent by a credential that reached these tenants then. @returns the key. */
const keep = async (body: string, reason: string, tenants = ['acme'], name = 'ocp'): Promise<string> => {
  const bytes = Buffer.from(body);
  const key = quarantinedEventsKey({ name, id: senderIdOf(tenants) }, sha256Of(bytes));
  const why = { reason, detail: 'no', sender: name, at: NOON, events: [{ position: 1, reason }] };
  await store().quarantine(key, [bytes], why, never);
  return key;
};

const why = ['--reason', 'the registry is corrected'];
const replay = (...args: string[]) => environment.run('replay', 'events', ...why, ...args);
const listed = async (): Promise<string> =>
  (await environment.run('quarantine', 'list', '--kind', 'events', '--json')).said;
const recordOf = (callId: string) => environment.stores.calls.get(keyOf(callId));

describe('replay events', () => {
  it('says what it would record, records it, and hides its object, which stays', async () => {
    const key = await keep(`${endOf('c-1')}\n${endOf('c-2')}\n`, 'EVENT_UNREADABLE');
    const dry = await replay('--dry-run');
    expect([dry.status, dry.said]).toEqual([
      0,
      expect.stringContaining('events recorded 2, recorded before 0'),
    ]);
    expect(await recordOf('c-1')).toBeUndefined();
    expect(await listed()).toContain(key);

    const { status, said } = await replay();
    expect([status, said]).toEqual([
      0,
      expect.stringContaining('Done: events recorded 2, recorded before 0'),
    ]);
    const record = await recordOf('c-2');
    expect(record).toMatchObject({ hasCdrEnd: true, groupId: 'Acme_EN' });
    expect(record?.history.at(-1)).toMatchObject({ by: 'alice' });
    expect(await listed()).not.toContain(key);
    expect(await store().readQuarantine(key, never)).toBeDefined();
    const shown = JSON.parse((await environment.run('quarantine', 'show', key)).said) as object;
    expect(shown).toMatchObject({ replayedBy: 'alice', replayedFor: why[1], replayed: { recorded: 2 } });
    expect((await replay()).status).toBe(3);
  });

  it('records nothing twice, and hides an object whose events came again meanwhile', async () => {
    await environment.addCall('c-3', STARTED);
    await keep(endOf('c-3'), 'EVENT_UNREADABLE');
    await replay();
    const record = await recordOf('c-3');
    const key = await keep(`${endOf('c-3')} `, 'EVENT_UNREADABLE');
    const { status, said } = await replay();
    expect([status, said]).toEqual([0, expect.stringContaining('events recorded 0, recorded before 1')]);
    expect([await recordOf('c-3'), await listed()]).toEqual([record, expect.not.stringContaining(key)]);
  });

  it('records the readable events of an object, and leaves it in the list for the others', async () => {
    const key = await keep(`${endOf('c-4')}\nnot JSON\n`, 'SEVERAL_REASONS');
    const { said } = await replay();
    expect(said).toContain('events recorded 1, recorded before 0, still not readable 1');
    expect(await recordOf('c-4')).toMatchObject({ hasCdrEnd: true });
    expect(await listed()).toContain(key);
    expect((await replay()).status).toBe(3);
    await environment.run('quarantine', 'discard', key, ...why);
  });

  it('records events that their credential did not reach then, and does now', async () => {
    await keep(endOf('c-5'), 'TENANT_FORBIDDEN', ['bolt']);
    expect((await replay()).status).toBe(0);
    expect(await recordOf('c-5')).toMatchObject({ hasCdrEnd: true });
  });

  it('leaves those that their sender still must not write', async () => {
    const key = await keep(endOf('c-6'), 'TENANT_FORBIDDEN', ['bolt'], 'idp:bob');
    const { status, complaints } = await replay();
    expect([status, complaints]).toEqual([3, expect.stringContaining('1 still cannot be read')]);
    expect([await recordOf('c-6'), await listed()]).toEqual([undefined, expect.stringContaining(key)]);
    await environment.run('quarantine', 'discard', key, ...why);
  });

  it('takes only those of a reason and a tenant', async () => {
    await keep(endOf('c-7'), 'EVENT_UNREADABLE');
    await keep(endOf('c-8'), 'OTHER');
    expect((await replay('--tenant', 'bolt')).status).toBe(3);
    expect((await replay('--with-reason', 'OTHER', '--tenant', 'acme')).status).toBe(0);
    expect([await recordOf('c-7'), await recordOf('c-8')]).toEqual([
      undefined,
      expect.objectContaining({ hasCdrEnd: true }),
    ]);
  });
});
