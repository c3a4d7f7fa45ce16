import { CallId } from '@recordings/call-record';
import type { OcpRecording } from '@recordings/reconciliation';
import { addJobMetadata } from './add-job-metadata.ts';
import type { Listing } from './read-listing.ts';

const [a, b] = ['call-a', 'call-b'].map((id) => CallId.parse(id)) as [CallId, CallId];
const ofJob = { duration: 324, agentId: 'AGENT-001', queueName: 'Sales' };

const recordingOf = (callId: CallId, over: Partial<OcpRecording> = {}): OcpRecording => ({
  callId,
  recordingId: `rec-${callId}`,
  ...over,
});
const listingOf = (rows: readonly OcpRecording[], incompleteBecause?: string): Listing => ({
  recordings: new Map(
    Object.entries(Object.groupBy(rows, ({ callId }) => callId)).map(([id, some]) => [
      CallId.parse(id),
      some!,
    ]),
  ),
  errors: new Map(),
  incompleteBecause,
});

describe('the metadata of a job', () => {
  it('is that of its only recording', () => {
    const { recordings } = addJobMetadata(listingOf([recordingOf(a)]), ofJob);
    expect(recordings.get(a)).toEqual([recordingOf(a, { ocpMetadata: ofJob })]);
  });

  it('does not replace what the listing says of the recording', () => {
    const row = recordingOf(a, {
      ocpMetadata: { agentId: 'AGENT-002', format: 'WAV', queueName: undefined },
    });
    const { recordings } = addJobMetadata(listingOf([row]), ofJob);
    expect(recordings.get(a)![0]!.ocpMetadata).toEqual({ ...ofJob, agentId: 'AGENT-002', format: 'WAV' });
  });

  it.each([
    ['lists two calls', listingOf([recordingOf(a), recordingOf(b)])],
    [
      'lists two recordings of one call',
      listingOf([recordingOf(a), recordingOf(a, { recordingId: 'other' })]),
    ],
    ['lists none', listingOf([])],
    ['has an incomplete listing', listingOf([recordingOf(a)], 'a row could not be read')],
  ])('is given to no recording if the job %s', (_, listing) => {
    expect(addJobMetadata(listing, ofJob)).toBe(listing);
  });

  it('changes nothing if OCP gives none', () => {
    const listing = listingOf([recordingOf(a)]);
    expect(addJobMetadata(listing, undefined)).toBe(listing);
  });
});
