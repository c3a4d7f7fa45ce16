import { type CallId, exportsCdrs } from '@recordings/call-record';
import {
  type CdrEntry,
  type ExportedJob,
  OcpAnswerError,
  OcpAnswerTooLargeError,
  OcpCredentialsError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecordedCdrs, RecoveryDeps } from '../../recovery-deps.ts';
import { listPossibleTenants } from './find-owners.ts';
import type { KeepDelivering } from './keep-delivering.ts';

/** What the CDRs of a job said. */
export type JobCdrs = Omit<RecordedCdrs, 'limitReached' | 'unrecorded'> & {
  /** The profile of the group has CDRs, so the calls of its recordings have some. */
  readonly areExpected: boolean;
  /** Why they are incomplete; undefined if they are complete. */
  readonly incompleteBecause: string | undefined;
  readonly isCutOff: boolean;
};

/**
 * Records the CDRs of a job, as if OCP had pushed them. If tenants share the group, its CDRs do not say whose call they are
 * about, so they are not read. CDRs that OCP does not give, or that cannot be recorded, leave the range unswept. They do not
 * stop the delivery of the recordings.
 */
export const recordCdrs = async (
  deps: Pick<RecoveryDeps, 'ocpOf' | 'recordCdrs' | 'registry' | 'ocpHost' | 'signal' | 'note'>,
  group: RecoveredGroup,
  { jobId: exportJobId }: ExportedJob,
  keepDelivering: KeepDelivering,
): Promise<JobCdrs> => {
  const { tenantId, groupId, registered } = group;
  const calls = new Map<CallId, { readonly isAudioExpected: boolean }>();
  let all = { events: 0, recorded: 0, isCutOff: false, incompleteBecause: undefined as string | undefined };
  const leaveOut = (reason: string, isCutOff: boolean): void => {
    deps.note({ type: 'cdrs_unreadable', exportJobId, tenantId, group: groupId, reason });
    const incompleteBecause = all.incompleteBecause ?? reason;
    all = { ...all, incompleteBecause, isCutOff: all.isCutOff || isCutOff };
  };
  let unrecorded = 0;
  const isShared = listPossibleTenants(deps, group).length > 1;
  if (isShared) return { ...all, calls, areExpected: false };
  for await (const entry of untilRefused(deps.ocpOf(registered).jobCdrs(exportJobId, deps.signal))) {
    await keepDelivering();
    if (entry.kind === 'reading') continue;
    if (entry.kind !== 'events') {
      leaveOut(entry.reason, entry.kind === 'cut-off');
      continue;
    }
    const body = await deps.recordCdrs(tenantId, entry.body);
    all = { ...all, events: all.events + body.events, recorded: all.recorded + body.recorded };
    unrecorded += body.unrecorded;
    for (const [callId, call] of body.calls) calls.set(callId, call);
    if (body.limitReached !== undefined) leaveOut(body.limitReached, true);
  }
  if (unrecorded > 0) leaveOut(`${unrecorded} events of the CDRs are in quarantine`, false);
  return { ...all, calls, areExpected: exportsCdrs(registered.exportApi) };
};

/** The CDRs of a job, up to an answer that the client cannot use or get after several tries. */
const untilRefused = async function* (entries: AsyncIterable<CdrEntry>): AsyncGenerator<CdrEntry> {
  try {
    yield* entries;
  } catch (error) {
    if (!isAboutTheCdrs(error)) throw error;
    const kind = error instanceof OcpAnswerTooLargeError ? 'cut-off' : 'unreadable';
    yield { kind, reason: error.message };
  }
};

/** If OCP asks for a pause, or refuses the credentials, the delivery is put off. */
const isAboutTheCdrs = (error: unknown): error is Error => {
  if (error instanceof OcpThrottledError || error instanceof OcpCredentialsError) return false;
  return (
    error instanceof OcpUnavailableError ||
    error instanceof OcpTimeoutError ||
    error instanceof OcpAnswerError
  );
};
