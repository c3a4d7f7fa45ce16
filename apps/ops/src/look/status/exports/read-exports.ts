import type { GroupId, RegistryGroup, TenantId, Timestamp } from '@recordings/call-record';
import { type ExportGroup, type ExportJob, type ExportSlot, isPolled } from '@recordings/reconciliation';
import type { Platform } from '../../../platform.ts';

/** The exports of one OCP group, for all tenants that share it. */
export type ExportsOfGroup = {
  readonly group: GroupId;
  /** How many jobs of the group OCP runs at a time. */
  readonly slots: RegistryGroup['exportConstraints']['runningJobsPerGroup'];
  readonly jobs: readonly JobInSlot[];
  readonly windowsWaiting: number;
  /** Since when the first of them waits. */
  readonly waitingSince?: Timestamp;
  /** Tenants whose next job waits, because jobs of theirs failed. */
  readonly held: readonly { readonly tenant: TenantId; readonly until: Timestamp }[];
  /** Items of the group that cannot be read. A slot among them may hold a job. */
  readonly unreadable: number;
};

/** An export job, and what it does. */
export type JobInSlot = {
  readonly slotId: string;
  readonly tenant: TenantId;
  readonly phase: ExportJob['phase'];
  /** OCP's id. Absent until OCP has given one. */
  readonly jobId?: string;
  readonly from: Timestamp;
  readonly to: Timestamp;
  /** Windows that it serves. */
  readonly windows: number;
  /** When we decided to create it. */
  readonly since: Timestamp;
  readonly nextPollAt?: Timestamp;
  /** Its windows are closed. It still runs at OCP, and holds its slot. */
  readonly isAbandoned?: true;
};

/** Groups that are read at the same time. */
const PARALLEL = 16;

/** @param ocpHost see `ocpHostOf`. */
export const readExports = async (
  { registry, stores }: Pick<Platform, 'registry' | 'stores'>,
  ocpHost: string,
  now: Timestamp,
): Promise<ExportsOfGroup[]> => {
  const groups = [...new Map(registry.groups.map((group) => [group.name, group])).values()];
  const found: ExportsOfGroup[] = [];
  for (let at = 0; at < groups.length; at += PARALLEL) {
    const some = groups.slice(at, at + PARALLEL).map(async (group) => {
      const read = await stores.exportGroups.read({ ocpHost, groupId: group.name });
      return sumGroup(group, read, now);
    });
    found.push(...(await Promise.all(some)));
  }
  return found;
};

const sumGroup = (
  { name: group, exportConstraints }: RegistryGroup,
  { slots, windows, unreadable }: ExportGroup,
  now: Timestamp,
): ExportsOfGroup => {
  const [waitingSince] = windows.map((window) => window.waitingSince).sort();
  return {
    ...{ group, slots: exportConstraints.runningJobsPerGroup },
    jobs: slots.flatMap(({ slotId, job }) => (job ? [jobInSlot(slotId, job)] : [])),
    windowsWaiting: windows.length,
    ...(waitingSince && { waitingSince }),
    held: slots.flatMap((slot) => heldIn(slot, now)),
    unreadable: unreadable.length,
  };
};

const jobInSlot = (slotId: string, job: ExportJob): JobInSlot => ({
  ...{ slotId, tenant: job.tenantId, phase: job.phase },
  ...('jobId' in job && { jobId: job.jobId }),
  ...{ from: job.fromDate, to: job.toDate, windows: job.reconciliationIds.length, since: job.intendedAt },
  ...(isPolled(job) && { nextPollAt: job.pollDueAt }),
  ...('isAbandoned' in job && job.isAbandoned && { isAbandoned: true }),
});

const heldIn = ({ shares = {} }: ExportSlot, now: Timestamp): ExportsOfGroup['held'] =>
  Object.entries(shares).flatMap(([tenant, { heldUntil }]) =>
    heldUntil !== undefined && heldUntil > now ? [{ tenant: tenant as TenantId, until: heldUntil }] : [],
  );
