import { CallId, GroupId, parseRegistry, TenantId } from '@recordings/call-record';
import type { OcpRecording } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveredGroup } from '../../recovered-group.ts';
import { matchByName } from './match-by-name.ts';

const groupId = GroupId.parse('Acme_EN');
const slotKey = { ocpHost: 'ocp.example', groupId };
const group = { tenantId: TenantId.parse('acme'), groupId, slotKey } as RecoveredGroup;
const nameOf = (dialogId: string): string => `Acme_EN~42~1768471200000~${dialogId}.wav`;

const row = (callId: string, dialogId?: string, over: Partial<OcpRecording> = {}): OcpRecording => ({
  callId,
  recordingId: `rec-${callId}`,
  ...(dialogId !== undefined && { fileName: nameOf(dialogId) }),
  ...over,
});

/** The calls of the recordings, with the ids of these, and what was looked up. */
const match = async (rows: readonly OcpRecording[], known: Readonly<Record<string, readonly string[]>>) => {
  const lookUps: string[] = [];
  let signs = 0;
  const byCall = Object.groupBy(rows, ({ callId }) => callId);
  const recordings = new Map(Object.entries(byCall).map(([id, some]) => [CallId.parse(id), some!]));
  const tenants = Object.keys(known).filter((tenant) => tenant !== 'unknown');
  const matched = await matchByName(
    {
      findExistingCalls: async (tenantId, callIds) => {
        lookUps.push(`${tenantId} ${callIds.length}`);
        return new Set(callIds.filter((callId) => known[tenantId]?.includes(callId)));
      },
      registry: parseRegistry(makeRegistryFile(...tenants.map((tenant) => ({ name: groupId, tenant })))),
      ocpHost: slotKey.ocpHost,
    },
    group,
    { recordings, errors: new Map(), incompleteBecause: undefined },
    async () => void (signs += 1),
  );
  const calls = [...matched.recordings].map(([callId, some]) => [callId, some.map((one) => one.recordingId)]);
  for (const [callId, some] of matched.recordings) for (const one of some) expect(one.callId).toBe(callId);
  return { calls: Object.fromEntries(calls) as Record<string, string[]>, lookUps, signs };
};

describe('a recording whose row and file name name two calls', () => {
  it('is of the one that has a record', async () => {
    const { calls } = await match([row('conversation', 'dialog'), row('call', 'other')], {
      acme: ['dialog', 'call'],
    });
    expect(calls).toEqual({ dialog: ['rec-conversation'], call: ['rec-call'] });
  });

  it.each([
    ['both have a record', ['conversation', 'dialog']],
    ['neither has one', []],
  ])('is of the one that the row names if %s', async (_, known) => {
    const { calls } = await match([row('conversation', 'dialog')], { acme: known });
    expect(calls).toEqual({ conversation: ['rec-conversation'] });
  });

  it('joins the other recordings of its call, the longest first', async () => {
    const rows = [
      row('dialog', 'dialog', { sizeBytes: 10 }),
      row('conversation', 'dialog', { sizeBytes: 99 }),
    ];
    const { calls } = await match(rows, { acme: ['dialog'] });
    expect(calls).toEqual({ dialog: ['rec-conversation', 'rec-dialog'] });
  });

  it('keeps several recordings of one row id apart', async () => {
    const rows = [row('conversation', 'one'), row('conversation', 'two', { recordingId: 'rec-two' })];
    const { calls } = await match(rows, { acme: ['one', 'two'] });
    expect(calls).toEqual({ one: ['rec-conversation'], two: ['rec-two'] });
  });

  it('may be of another tenant of the group', async () => {
    const { calls, lookUps } = await match([row('conversation', 'dialog')], { acme: [], bolt: ['dialog'] });
    expect(calls).toEqual({ dialog: ['rec-conversation'] });
    expect(lookUps).toEqual(['acme 2', 'bolt 2', 'unknown 2']);
  });

  it('is looked up in batches, with a sign of life before each', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => row(`c-${at}`, `d-${at}`));
    const { lookUps, signs } = await match(rows, { acme: [] });
    expect(lookUps).toEqual(['acme 100', 'acme 100', 'acme 40']);
    expect(signs).toBe(3);
  });
});

it.each([
  ['names the same call twice', row('call', 'call')],
  ['has no file name', row('call')],
  ['has a file name of another form', row('call', undefined, { fileName: 'recording.wav' })],
])('a row that %s costs no look-up', async (_, only) => {
  const { lookUps, calls } = await match([only], { acme: [] });
  expect(lookUps).toEqual([]);
  expect(calls).toEqual({ call: ['rec-call'] });
});
