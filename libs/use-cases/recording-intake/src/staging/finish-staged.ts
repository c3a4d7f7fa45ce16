import { type CallKey, type RegistryGroup, UNKNOWN_TENANT } from '@recordings/call-record';
import { finishRecording } from '../finish-recording.ts';
import type { IdentifiedRecording, ReceivedBytes, RecordingOrigin } from '../incoming-recording.ts';
import { inspectBody } from '../receive-recording.ts';
import type { StoreResult } from '../store-recording.ts';
import { unidentifiedCall } from '../upload/identify-call.ts';
import { distrustUnverified } from './distrust-unverified.ts';
import { followMove } from './follow-move.ts';
import { readTicket } from './staged-ticket.ts';
import type { StagedEntry, StagingDeps } from './staging-deps.ts';

/**
 * Judges one staged recording and stores it, or keeps it in quarantine, as its upload would have done. The staged object
 * is deleted only after that: its bytes are stored, or were stored before, or are in quarantine.
 *
 * @returns undefined if the object is gone.
 */
export const finishStaged = async (
  deps: StagingDeps,
  { key, stagedAt }: StagedEntry,
  signal: AbortSignal,
): Promise<StoreResult | undefined> => {
  const staged = await deps.readQuarantine(key, signal);
  if (!staged) return undefined;
  const bytes = await inspectBody(staged.body);
  const recording = await identifyStaged(deps, readTicket(staged.metadata) ?? ANONYMOUS, bytes, signal);
  const received = { ...bytes, held: { kind: 'staged', key } as const };
  return finishRecording(deps.intake, recording, received, stagedAt, signal);
};

/** An object that does not say whose it is. */
const ANONYMOUS: RecordingOrigin = { tenantId: UNKNOWN_TENANT, source: 'REALTIME' };

const identifyStaged = async (
  deps: StagingDeps,
  origin: RecordingOrigin,
  received: ReceivedBytes,
  signal: AbortSignal,
): Promise<IdentifiedRecording> => {
  const { tenantId, callId, nameHash = '', facts = {}, declared = {}, source, download } = origin;
  const common = { facts, declared, source, ...(download && { download }) };
  if (callId === undefined) {
    const group = deps.registry.findGroup(facts.groupId, tenantId);
    return { ...common, group, ...unidentifiedCall(tenantId, nameHash, received, NO_NAME) };
  }
  const key = await followMove(deps, { tenantId, callId });
  const group = await findGroupOfStaged(deps, key, facts.groupId);
  const distrust = origin.hasDigests ? await distrustUnverified(deps, key, received, signal) : undefined;
  return { ...common, key, group, ...(distrust && { distrust }) };
};

const NO_NAME = 'its upload broke off after its last byte';

/** The group that the recording named, else the group on the record of its call. */
export const findGroupOfStaged = async (
  { registry, getCall }: Pick<StagingDeps, 'registry' | 'getCall'>,
  key: CallKey,
  groupId: string | undefined,
): Promise<RegistryGroup | undefined> =>
  registry.findGroup(groupId, key.tenantId) ??
  registry.findGroup((await getCall(key))?.groupId, key.tenantId);
