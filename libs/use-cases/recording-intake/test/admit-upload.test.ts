import { admitUpload, type RecordingLabels } from '../src/index.ts';
import { acmeSender, NOON, registry } from './upload-fixture.ts';

const EPOCH_MS = Date.parse(NOON);
const admit = (labels: RecordingLabels, sender = acmeSender) => admitUpload(labels, registry, sender);

describe('admitting an upload', () => {
  it.each<[string, RecordingLabels, object]>([
    ['a call id and a group', { callId: 'c', groupId: 'Sales' }, { kind: 'id', callId: 'c' }],
    ['a call id alone', { callId: 'c' }, { kind: 'id', callId: 'c' }],
    ["OCP's file name", { fileName: `Sales~7~${EPOCH_MS}~d.wav` }, { kind: 'id', callId: 'd' }],
    ['a file name without a call id', { fileName: 'x.wav' }, { kind: 'file', fileName: 'x.wav' }],
    [
      'a call id that cannot be used, beside a file name',
      { callId: 'a#b', fileName: `Sales~7~${EPOCH_MS}~d.wav` },
      { kind: 'id', callId: 'd' },
    ],
  ])('admits %s', (_, labels, name) => {
    expect(admit(labels)).toMatchObject({ kind: 'admitted', tenantId: 'acme', call: { name } });
  });

  it.each<[string, RecordingLabels]>([
    ['no label', {}],
    ['an empty file name', { fileName: '' }],
    ['a call id that cannot be used', { callId: 'a#b', groupId: 'Sales' }],
  ])('refuses an upload with %s as unidentified', (_, labels) => {
    expect(admit(labels)).toEqual({ kind: 'refused', tenantId: 'acme', code: 'CALL_UNIDENTIFIED' });
  });

  it.each<[string, RecordingLabels, string]>([
    ['the group of another tenant', { callId: 'c', groupId: 'Bolt' }, 'bolt'],
    ['another tenant', { callId: 'c', tenantId: 'bolt' }, 'bolt'],
    [
      "another sender's place of unregistered groups",
      { callId: 'c', tenantId: 'unknown:bolt' },
      'unknown:bolt',
    ],
    [
      'a tenant that is not the tenant of the group',
      { callId: 'c', tenantId: 'bolt', groupId: 'Sales' },
      'acme',
    ],
  ])('refuses an upload with %s as forbidden', (_, labels, tenantId) => {
    expect(admit(labels)).toEqual({ kind: 'refused', tenantId, code: 'TENANT_FORBIDDEN' });
  });

  it.each<[string, RecordingLabels, string]>([
    ["the sender's tenant if neither tenant nor group is named", { callId: 'c' }, 'acme'],
    [
      'the named tenant if the group is not registered',
      { callId: 'c', groupId: 'sales', tenantId: 'acme' },
      'acme',
    ],
    [
      "the sender's own place if only an unregistered group is named",
      { callId: 'c', groupId: 'sales' },
      'unknown:acme',
    ],
    [
      'the same if the label says `unknown`',
      { callId: 'c', groupId: 'sales', tenantId: 'unknown' },
      'unknown:acme',
    ],
    [
      'the tenant of the registered group if the tenant label cannot be used',
      { callId: 'c', groupId: 'Sales', tenantId: 'a#b' },
      'acme',
    ],
    [
      'the tenant of the registered group if the tenant label says `unknown`',
      { callId: 'c', groupId: 'Sales', tenantId: 'unknown' },
      'acme',
    ],
  ])('uses %s', (_, labels, tenantId) => {
    expect(admit(labels)).toMatchObject({ kind: 'admitted', tenantId });
  });

  it("uses the sender's own place if no label names a tenant and the sender has several", () => {
    expect(admit({ callId: 'c' }, { ...acmeSender, soleTenant: undefined })).toMatchObject({
      tenantId: 'unknown:acme',
    });
  });

  it('prefers the time of the label to the time in the file name', () => {
    const fileName = `Sales~7~${EPOCH_MS}~d.wav`;
    expect(admit({ fileName })).toMatchObject({ call: { facts: { startedAt: NOON } } });
    const labelled = { fileName, callTimestamp: '2026-01-15T13:00:00Z' };
    expect(admit(labelled)).toMatchObject({ call: { facts: { startedAt: '2026-01-15T13:00:00.000Z' } } });
  });

  it('cuts a conversation id to 2,048 characters', () => {
    const labels = { callId: 'c', groupId: 'Sales' };
    const longest = 'x'.repeat(2_048);
    expect(admit({ ...labels, conversationId: longest })).toMatchObject({
      call: { facts: { conversationId: longest }, faultyLabels: [] },
    });
    expect(admit({ ...labels, conversationId: `${longest}y` })).toMatchObject({
      call: { facts: { conversationId: longest }, faultyLabels: ['conversationId'] },
    });
  });

  it('replaces half a surrogate pair in a conversation id, which DynamoDB would refuse', () => {
    const start = 'x'.repeat(2_047);
    for (const conversationId of [`${start}😀`, `${start}\uD83D`]) {
      expect(admit({ callId: 'c', conversationId })).toMatchObject({
        call: { facts: { conversationId: `${start}\uFFFD` } },
      });
    }
  });

  it.each<[string, RecordingLabels, string[]]>([
    ['usable labels', { callId: 'd', callTimestamp: NOON, fileName: `Sales~7~${EPOCH_MS}~d.wav` }, []],
    ['a call id that cannot be used', { callId: 'a#b' }, ['callId']],
    ['a tenant that cannot be used', { tenantId: 'a#b' }, ['tenantId']],
    ['a tenant that cannot be used, and a group', { tenantId: 'a#b', groupId: 'Sales' }, ['tenantId']],
    ['a group that cannot be used', { groupId: 'a#b' }, ['groupId']],
    ['a time that cannot be used', { callTimestamp: 'yesterday' }, ['callTimestamp']],
    ['a file name of another call', { callId: 'c', fileName: `Sales~7~${EPOCH_MS}~d.wav` }, ['fileName']],
    ['a file name without a usable time', { fileName: 'Sales~7~99991231235959~d.wav' }, ['fileName']],
  ])('names the faulty labels of an upload with %s', (_, labels, faultyLabels) => {
    const admission = admit({ fileName: 'x.wav', ...labels }, { ...acmeSender, mayWrite: () => true });
    expect(admission).toMatchObject({ kind: 'admitted', call: { faultyLabels } });
  });
});
