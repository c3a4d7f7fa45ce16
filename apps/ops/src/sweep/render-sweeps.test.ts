import { SweepCheckpoint } from '@recordings/reconciliation';
import { renderSweeps } from './render-sweeps.ts';

const [from, to] = ['2026-06-05T00:00:00.000Z', '2026-06-06T00:00:00.000Z'];
const render = (over: Partial<SweepCheckpoint>): string => {
  const checkpoint = SweepCheckpoint.parse({
    ...{ tenantId: 'acme', groupId: 'Acme_EN', sweptUntil: to, again: [], asked: [] },
    totals: { ranges: 1, listed: 1, created: 0, reopened: 0, notListed: 0 },
    ...{ startedAt: from, updatedAt: to, schemaVersion: 1, revision: 1 },
    ...over,
  });
  const group = { tenant: 'acme', group: 'Acme_EN', lateHours: 0, deletedUntil: '2026-04-16T15:00:00.000Z' };
  return renderSweeps([{ ...group, checkpoint }]).replaceAll(/\s+/g, ' ');
};

describe('the sweeps of a group', () => {
  it('show a range whose job fails, with the number of its faults and when it is tried again', () => {
    const again = {
      fromDate: from,
      toDate: to,
      faults: 7,
      fault: 'job' as const,
      notBefore: to,
      dueSince: to,
    };
    expect(render({ again: [again] })).toContain(
      '2026-06-05 00:00Z to 2026-06-06 00:00Z waits until 2026-06-06 00:00Z: its export job failed, 7 times',
    );
  });

  it('show since how many jobs the group waits, and until when', () => {
    const jobFaults = { inARow: 3, waitUntil: to };
    expect(render({ jobFaults })).toContain(
      'Acme_EN all 3 export jobs in a row failed; no other before 2026-06-06 00:00Z',
    );
    // One job that failed does not stop the others.
    expect(render({ jobFaults: { ...jobFaults, inARow: 1 } })).not.toContain('in a row');
  });
});
