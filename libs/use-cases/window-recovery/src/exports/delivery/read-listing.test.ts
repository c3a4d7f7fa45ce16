import { GroupId, TenantId } from '@recordings/call-record';
import type { ListingEntry } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { RecoveryEvent } from '../../recovery-event.ts';
import { readListing } from './read-listing.ts';

const group = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse('Acme_EN') } as RecoveredGroup;

const read = async (...entries: ListingEntry[]) => {
  const noted: RecoveryEvent[] = [];
  const deps = {
    ocpOf: () => ({
      jobRecordings: async function* () {
        yield* entries;
      },
    }),
    signal: new AbortController().signal,
    note: (event: RecoveryEvent) => noted.push(event),
  } as unknown as RecoveryDeps;
  return { listing: await readListing(deps, group, 'job-1', async () => undefined), noted };
};

const recordingOf = (recordingId: string, sizeBytes: number): ListingEntry => ({
  kind: 'recording',
  recording: { callId: 'c-1', recordingId, sizeBytes },
});

describe('readListing', () => {
  it('tells a listing that ends early from one with an unreadable row', async () => {
    const cutOff = await read(recordingOf('r-1', 1), { kind: 'cut-off', reason: 'limit of pages' });
    expect(cutOff.listing).toMatchObject({ incompleteBecause: 'limit of pages', isCutOff: true });
    const { listing } = await read({ kind: 'unreadable', reason: 'no id' });
    expect(listing).toMatchObject({ incompleteBecause: 'no id', isCutOff: false });
  });

  it('keeps all recordings of a call, wherever the listing has them, the longest first', async () => {
    const { listing, noted } = await read(
      ...Array.from({ length: 12 }, (_, n) => recordingOf(`r-${n}`, n === 11 ? 1_000 : 100 - n)),
    );
    const [some] = listing.recordings.values();
    expect(some!.map(({ recordingId }) => recordingId)).toEqual([
      'r-11',
      ...Array.from({ length: 11 }, (_, n) => `r-${n}`),
    ]);
    expect(noted.map(({ type }) => type)).not.toContain('limit_reached');
  });
});
