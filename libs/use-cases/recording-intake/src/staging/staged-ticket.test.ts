import { CallId, GroupId, TenantId, timestampOf } from '@recordings/call-record';
import type { RecordingOrigin } from '../incoming-recording.ts';
import { readTicket, writeTicket } from './staged-ticket.ts';

const origin: RecordingOrigin = {
  tenantId: TenantId.parse('ñandú/..'),
  callId: CallId.parse('通话 "1"'),
  nameHash: undefined,
  source: 'RECONCILIATION',
  facts: {
    groupId: GroupId.parse('Grüppe'),
    conversationId: 'conv 1',
    startedAt: timestampOf(Date.UTC(2026, 0, 15)),
  },
  declared: { sizeBytes: 30_044, sha256: 'ab'.repeat(32), listedSizeBytes: 30_000 },
  download: { exportJobId: 'job/1', recordingId: 'rec 1' },
  hasDigests: true,
};

const longest = '通'.repeat(52);

describe('the ticket of a staged object', () => {
  it('says after a crash all that was known before the bytes', () => {
    expect(readTicket(writeTicket(origin))).toEqual(origin);
  });

  it('has only the characters that S3 keeps in metadata', () => {
    const values = Object.values(writeTicket(origin)).join('');
    expect(values).toMatch(/^[\x21-\x7e]+$/);
  });

  it('fits into 2 KB with the longest ids, and leaves out what has no room', () => {
    const ticket = writeTicket({
      ...origin,
      tenantId: TenantId.parse(longest),
      callId: CallId.parse(longest),
      facts: { ...origin.facts, groupId: GroupId.parse(longest), conversationId: 'x'.repeat(2_048) },
    });
    const bytes = Object.entries(ticket).flat().join('').length + 11 * Object.keys(ticket).length;
    expect(bytes).toBeLessThanOrEqual(2_048 - 60);
    expect(readTicket(ticket)).toMatchObject({
      tenantId: longest,
      callId: longest,
      declared: origin.declared,
      hasDigests: true,
    });
    expect(readTicket(ticket)?.facts?.groupId).toBe(longest);
    expect(readTicket(ticket)?.facts?.conversationId).toBeUndefined();
  });

  it('says of no digests if it is older than this field', () => {
    const { 'has-digests': _, ...older } = writeTicket(origin);
    expect(readTicket(older)).not.toHaveProperty('hasDigests');
  });

  it('survives a lone half of a surrogate pair in what a sender wrote', () => {
    const facts = { conversationId: 'a\ud800b' };
    expect(readTicket(writeTicket({ ...origin, facts }))?.facts?.conversationId).toBe('a\ufffdb');
  });

  it.each([
    ['no metadata', {}],
    ['a tenant that is no id', { 'tenant-id': '%23' }],
    ['metadata that cannot be decoded', { 'tenant-id': '%zz' }],
  ])('is not found in an object with %s', (_, metadata) => {
    expect(readTicket(metadata)).toBeUndefined();
  });
});
