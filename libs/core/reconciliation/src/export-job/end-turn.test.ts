import { acme, bolt, minute } from '../planning/test-exports.ts';
import { endTurn } from './end-turn.ts';
import { exported, failed, turnEnds } from './test-export-job.ts';

describe('endTurn', () => {
  it('frees the slot, and notes the tenant of the job as the one that was served last', () => {
    const shares = { [bolt]: { servedAtRevision: 7 }, [acme]: { servedAtRevision: 3 } };
    expect(endTurn({ slotId: 'single', job: exported, shares, revision: 9 }, turnEnds)).toEqual({
      slotId: 'single',
      shares: { [bolt]: { servedAtRevision: 7 }, [acme]: { servedAtRevision: 10 } },
      revision: 10,
    });
  });

  it('halves the windows of the next job of that tenant after a failed job, and of no other tenant', () => {
    const reconciliationIds = Array.from({ length: 8 }, () => failed.reconciliationIds[0]!);
    const shares = { [bolt]: { servedAtRevision: 7, mergeLimit: 2 } };
    const slot = { slotId: 'single', job: { ...failed, reconciliationIds }, shares, revision: 9 };
    expect(endTurn(slot, turnEnds).shares).toEqual({
      [bolt]: { servedAtRevision: 7, mergeLimit: 2 },
      [acme]: { servedAtRevision: 10, mergeLimit: 4 },
    });
  });

  it('holds the tenant of a failed job back, and keeps what a newer version wrote', () => {
    const shares = {
      [bolt]: { servedAtRevision: 7 },
      [acme]: { servedAtRevision: 3, failures: 1, newer: true },
    };
    const held = endTurn({ slotId: 'single', job: failed, shares, revision: 9 }, turnEnds);
    expect(held.shares).toEqual({
      [bolt]: { servedAtRevision: 7 },
      [acme]: { servedAtRevision: 10, mergeLimit: 1, failures: 2, heldUntil: minute(105), newer: true },
    });
    const done = endTurn({ ...held, job: exported }, turnEnds);
    expect(done.shares?.[acme]).toEqual({ servedAtRevision: 11, mergeLimit: 2, newer: true });
  });
});
