import { CallId, TenantId, timestampOf } from '@recordings/call-record';
import { makeIssueAudioLink } from './issue-audio-link.ts';

it('issues no link if the history of the call cannot say who asked', async () => {
  const done: string[] = [];
  const issue = makeIssueAudioLink({
    calls: { change: () => Promise.reject(new Error('not written')) },
    presignGet: async () => {
      done.push('link');
      return 'https://s3.example/link';
    },
    shardCount: 8,
    now: () => timestampOf(0),
    by: 'ingestion-api',
    note: ({ type }) => done.push(type),
  });
  const call = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') };
  await expect(issue(call as never, { bucket: 'b', key: 'k' }, 'audit')).rejects.toThrow('not written');
  expect(done).toEqual([]);
});
