import { shifted, type Timestamp, timestampOf } from '@recordings/call-record';
import { type ExportedJob, ExportJob, type ExportSlot, nextExportJob } from '@recordings/reconciliation';
import { exportPolicyOf, type RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { exportRefOf } from '../export-ref.ts';
import { DeliveryTakenOverError, makeKeepDelivering } from './keep-delivering.ts';
import { readListing } from './read-listing.ts';

const MINUTE_MS = 60_000;
const OVERDUE_MS = 3 * MINUTE_MS;
const start = timestampOf(Date.UTC(2026, 0, 15));

const exported = ExportJob.parse({
  phase: 'exported',
  exportId: 'e-1',
  tenantId: 'acme',
  fromDate: start,
  toDate: start,
  reconciliationIds: [],
  intendedAt: start,
  jobId: 'job-1',
  createdAt: start,
  pollNumber: 1,
  pollDueAt: start,
  isAbandoned: false,
  exportedAt: start,
}) as ExportedJob;

const group = {
  slotKey: { ocpHost: 'ocp.example', groupId: 'Acme_EN' },
  registered: { exportConstraints: { jobLifeMinutes: 1_440 } },
} as RecoveredGroup;

/** A slot with the job, and a clock that the test moves. */
const makeDelivery = () => {
  let now: Timestamp = start;
  let slot: ExportSlot | undefined = { slotId: 's', job: exported, revision: 1 };
  let writes = 0;
  const deps = {
    now: () => now,
    exportPolicy: { overdueAfterMs: OVERDUE_MS, maxPollDelayMs: 15 * MINUTE_MS, maxTotalMs: 240 * MINUTE_MS },
    exportGroups: {
      getSlot: async () => slot,
      putSlot: async (_: unknown, next: ExportSlot) => {
        [slot, writes] = [next, writes + 1];
        return true;
      },
    },
    ocpOf: () => ({
      jobRecordings: async function* () {
        for (let page = 1; page <= 10; page += 1) {
          now = shifted(now, MINUTE_MS);
          for (const one of ['a', 'b'])
            yield { kind: 'recording', recording: { callId: `${one}-${page}`, recordingId: one } };
        }
      },
    }),
    note: () => undefined,
  } as unknown as RecoveryDeps;
  return {
    deps,
    keepDelivering: makeKeepDelivering(deps, exportRefOf(group, 's', 'e-1'), exported),
    wait: (ms: number) => (now = shifted(now, ms)),
    writes: () => writes,
    /** What the watchdog of another worker does. */
    nudge: () => {
      const { job, commands } = nextExportJob(
        slot!.job!,
        { type: 'nudged' },
        now,
        exportPolicyOf(deps, group.registered.exportConstraints),
      );
      slot = { ...slot!, job };
      return commands;
    },
    free: () => (slot = { slotId: 's', revision: 9 }),
  };
};

describe('a delivery', () => {
  it('that reads a long listing stays with its worker, for one write a page', async () => {
    const delivery = makeDelivery();
    const commands: unknown[] = [];
    const listed = await readListing(delivery.deps, group, 'job-1', async () => {
      await delivery.keepDelivering();
      commands.push(...delivery.nudge());
    });
    expect(listed.recordings.size).toBe(20);
    expect(commands).toEqual([]);
    expect(delivery.writes()).toBe(10);
  });

  it('writes at most three times in the time that it may be silent', async () => {
    const delivery = makeDelivery();
    for (let seconds = 1; seconds < 60; seconds += 1) {
      delivery.wait(1_000);
      await delivery.keepDelivering();
    }
    expect(delivery.writes()).toBe(0);
    delivery.wait(1_000);
    await delivery.keepDelivering();
    expect(delivery.writes()).toBe(1);
  });

  it.each([
    ['was taken over', (delivery: ReturnType<typeof makeDelivery>) => delivery.nudge()],
    ['was ended', (delivery: ReturnType<typeof makeDelivery>) => delivery.free()],
  ])('that %s while it was silent stops', async (_, meanwhile) => {
    const delivery = makeDelivery();
    delivery.wait(OVERDUE_MS);
    meanwhile(delivery);
    await expect(delivery.keepDelivering()).rejects.toThrow(DeliveryTakenOverError);
  });
});
