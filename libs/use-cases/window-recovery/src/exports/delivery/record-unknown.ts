import {
  type CallKey,
  type CdrFacts,
  type ChangeContext,
  callTimeOf,
  findOwnGroup,
  isLastChance,
  isStartPossible,
  parseRecordingName,
  recordDiscovered,
} from '@recordings/call-record';
import type { ExportedJob, OcpRecording } from '@recordings/reconciliation';
import { makeChangeContext } from '../../change-context.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { skipIfStuck } from '../../skip-if-stuck.ts';
import { readableUntilOf } from './prove-call.ts';

/**
 * Writes the record of a call that an export lists and that has none.
 *
 * @returns whether OCP may delete its recording before another job lists it.
 */
export const recordUnknown = async (
  deps: Pick<RecoveryDeps, 'calls' | 'registry' | 'shardCount' | 'now' | 'note'>,
  group: RecoveredGroup,
  job: ExportedJob,
  key: CallKey,
  recording: OcpRecording,
): Promise<boolean> => {
  const about = { ...key, group: group.groupId, exportJobId: job.jobId };
  deps.note({ type: 'call_discovered', ...about });
  const isLast = await skipIfStuck(deps, about, () => {
    const context = makeChangeContext(deps, findOwnGroup(deps.registry, { ...key, groupId: group.groupId }));
    const record = recordDiscovered(key, factsOf(group, job, recording, context), context);
    return deps.calls.change(key, (current) => {
      const { next } = record(current);
      const after = next ?? current;
      const result = after !== undefined && isLastChance(after, readableUntilOf(group, job), context.now);
      return { ...(next && { next }), result };
    });
  });
  return isLast ?? false;
};

const factsOf = (
  { groupId }: RecoveredGroup,
  { fromDate, toDate }: ExportedJob,
  { conversationId, startedAt, fileName }: OcpRecording,
  context: ChangeContext,
): CdrFacts => {
  const given = callTimeOf(Date.parse(startedAt ?? ''));
  const named = given ?? (fileName && parseRecordingName(fileName)?.startedAt);
  const start = named && isStartPossible(named, context) ? named : undefined;
  // Without a start that can be, the call is one of the range that the job selected.
  const range = { startedAt: fromDate, startedBefore: toDate };
  return { groupId, conversationId, ...(start ? { startedAt: start } : range) };
};
