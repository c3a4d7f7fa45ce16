import type { S3Client } from '@aws-sdk/client-s3';
import { CallId, type CallRecord, parseRegistry, recordingKey, TenantId } from '@recordings/call-record';
import { makeRegistryFile, sha256Of } from '@recordings/test-kit';
import { judgeCall } from './judge-call.ts';

const stored = Buffer.from('the second recording');
const call = {
  callId: 'call-1',
  groupName: 'Sales',
  startedAt: '2026-05-12T12:00:00.000Z',
  endedAt: '2026-05-12T12:00:30.000Z',
  channel: 'voice',
  hasAudio: true,
  sha256: sha256Of(Buffer.from('the first recording')),
};
const key = recordingKey({ tenantId: TenantId.parse('acme'), callId: CallId.parse('call-1') });
const record = {
  s3Stored: true,
  location: { bucket: 'recordings-cards', key },
  audio: { sha256: sha256Of(stored) },
} as unknown as CallRecord;

const judge = (secondSha256?: string[]) =>
  judgeCall(
    {
      getCall: async () => record,
      s3: { send: async () => ({ Body: [stored] }) } as unknown as S3Client,
      registry: parseRegistry(makeRegistryFile({ name: 'Sales', tenant: 'acme' })),
    },
    { ...call, secondSha256 },
  );

describe('judgeCall', () => {
  it('counts another good recording of the call as stored', async () => {
    expect(await judge([sha256Of(stored)])).toEqual({ kind: 'stored', record });
  });

  it('counts bytes that OCP never sent as corrupted', async () => {
    expect(await judge()).toMatchObject({ kind: 'corrupted', fault: expect.stringContaining('call-1') });
    expect(await judge(['ab'.repeat(32)])).toMatchObject({ kind: 'corrupted' });
  });
});
