import {
  type ExportJobEvent,
  nextExportJob,
  OcpBreakerOpenError,
  OcpCredentialsError,
  OcpPausedError,
  type OcpPermit,
} from '@recordings/reconciliation';
import { exportPolicyOf } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import type { ExportRef, HeldSlot } from './export-ref.ts';

type ReserveDeps = Pick<RecoveryDeps, 'ocpOf' | 'signal' | 'note'>;

/** `put-off`: OCP fails or refuses us, or a person has paused it: no request is sent now. The watchdog tries again. */
export type Reserved =
  | { readonly kind: 'reserved'; readonly permit?: OcpPermit }
  | { readonly kind: 'put-off' };

/**
 * Waits for the permit of a create before its lease starts to run. Many requests may wait at OCP, and the lease would run
 * out meanwhile.
 */
export const reserveCreate = async (
  { ocpOf, signal, note }: ReserveDeps,
  { group, exportId }: ExportRef,
): Promise<Reserved> => {
  try {
    return { kind: 'reserved', permit: await ocpOf(group.registered).reservePermit('control', signal) };
  } catch (error) {
    if (!isPutOff(error)) throw error;
    note({ type: 'export_job_put_off', tenantId: group.tenantId, group: group.groupId, exportId });
    return { kind: 'put-off' };
  }
};

const isPutOff = (error: unknown): boolean =>
  error instanceof OcpBreakerOpenError ||
  error instanceof OcpCredentialsError ||
  error instanceof OcpPausedError;

/** Reserves the permit if the event makes the job send a create. */
export const reserveIfCreated = async (
  deps: ReserveDeps & Pick<RecoveryDeps, 'exportPolicy' | 'now'>,
  ref: ExportRef,
  event: ExportJobEvent,
  known: HeldSlot | undefined,
): Promise<Reserved> => {
  if (known?.job.phase !== 'intended') return { kind: 'reserved' };
  const policy = exportPolicyOf(deps, ref.constraints);
  const { commands } = nextExportJob(known.job, event, deps.now(), policy);
  return commands.some(({ type }) => type === 'create-job') ? reserveCreate(deps, ref) : { kind: 'reserved' };
};

/** Another worker was faster: no create is sent with the permit. */
export const giveBackPermit = (
  { ocpOf }: Pick<RecoveryDeps, 'ocpOf'>,
  { group }: ExportRef,
  permit: OcpPermit | undefined,
): void => {
  if (permit) ocpOf(group.registered).giveBackPermit(permit);
};
