import { acme, bolt } from '../planning/test-exports.ts';
import { endTurn } from './end-turn.ts';
import { exported, failed } from './test-export-job.ts';

describe('endTurn', () => {
  it('frees the slot, and notes the tenant of the job as the one that was served last', () => {
    const shares = { [bolt]: { servedAtRevision: 7 }, [acme]: { servedAtRevision: 3 } };
    expect(endTurn({ slotId: 'single', job: exported, shares, revision: 9 })).toEqual({
      slotId: 'single',
      shares: { [bolt]: { servedAtRevision: 7 }, [acme]: { servedAtRevision: 10 } },
      revision: 10,
    });
  });

  it('halves the windows of the next job of that tenant after a failed job, and of no other tenant', () => {
    const reconciliationIds = Array.from({ length: 8 }, () => failed.reconciliationIds[0]!);
    const shares = { [bolt]: { servedAtRevision: 7, mergeLimit: 2 } };
    const slot = { slotId: 'single', job: { ...failed, reconciliationIds }, shares, revision: 9 };
    expect(endTurn(slot).shares).toEqual({
      [bolt]: { servedAtRevision: 7, mergeLimit: 2 },
      [acme]: { servedAtRevision: 10, mergeLimit: 4 },
    });
  });
});
