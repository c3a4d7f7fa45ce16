import { parseRegistry, ReconciliationId } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { buildSweepRequest } from './build-sweep-request.ts';
import type { SweepDeps } from './sweep-deps.ts';

const NOON = '2026-01-15T12:00:00.000Z';
const registry = parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' }));
const [known] = registry.groups;
/** OCP may select a call by its end. */
const group = {
  ...known!,
  exportConstraints: { ...known!.exportConstraints, selectsBy: 'unknown' as const },
};
const deps = {
  ...{ policy: { audioFormat: 'wav' }, makeId: () => 'e-1' },
  sweeping: { policy: { urgentMarginMs: 0 } },
} as unknown as SweepDeps;
const running = {
  ...{ fromDate: '2026-01-12T08:00:00.000Z', toDate: '2026-01-12T10:00:00.000Z' },
  ...{ reconciliationId: ReconciliationId.parse('r-1'), plannedAt: NOON, faults: 1, dueSince: NOON },
};
const rangeOf = (exportFrom?: string) => {
  const started = { ...running, ...(exportFrom !== undefined && { exportFrom }) };
  const batch = { batchId: 'b-1', now: NOON };
  const { fromDate, toDate } = buildSweepRequest(deps, group, started, batch).payload;
  return [fromDate, toDate];
};

describe('the window of a sweep', () => {
  it('begins where its range says, so that a range that was cut off has a shorter job', () => {
    expect(rangeOf(running.fromDate)).toEqual([running.fromDate, running.toDate]);
  });

  it('begins four hours before a range that an older version started', () => {
    expect(rangeOf()).toEqual(['2026-01-12T04:00:00.000Z', running.toDate]);
  });
});
