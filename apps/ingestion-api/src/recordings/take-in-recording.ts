import type { CallKey, CallRecord, Registry, RegistryGroup } from '@recordings/call-record';
import type { IncomingRecording, StoreResult } from '@recordings/recording-intake';
import type { Logger } from '@recordings/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayWrite } from '@recordings/service';
import type { IngestionMetrics } from '../ingestion-metrics.ts';
import { type RecordingLabels, type ResolvedCall, resolveCall } from './resolve-call.ts';

export type TakeInDeps = {
  readonly registry: Registry;
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly storeRecording: (incoming: IncomingRecording, signal: AbortSignal) => Promise<StoreResult>;
  /** An upload that takes longer is given up; the sender sends it again. */
  readonly maxUploadMs: number;
  readonly metrics: IngestionMetrics;
  readonly log: Logger;
};

export type Upload = {
  readonly labels: RecordingLabels;
  readonly declared: IncomingRecording['declared'];
  readonly body: AsyncIterable<Uint8Array>;
};

const statusCodes = { stored: 201, 'stored before': 200, quarantined: 202 } as const;

/** Stores one upload and answers it: 201 stored, 200 stored before, 202 kept in quarantine. All of them mean: safe. */
export const takeInRecording = async (
  deps: TakeInDeps,
  { labels, declared, body }: Upload,
  { credential }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const call = resolveCall(labels, deps.registry);
  if (!call) return reply.code(400).send(UNIDENTIFIED);
  const isForeign = labels.tenantId !== undefined && call.group && labels.tenantId !== call.group.tenant;
  if (isForeign || !mayWrite(credential, call.key.tenantId)) return reply.code(403).send(FORBIDDEN);

  const group = call.group ?? (await groupOnRecord(deps, call));
  if (!group) {
    deps.metrics.unknownGroup.inc();
    const { groupId: groupName } = call.facts;
    deps.log.warn({ event: 'group_unknown', groupName, callId: call.key.callId }, 'kept');
  }
  const signal = AbortSignal.timeout(deps.maxUploadMs);
  const result = await deps.storeRecording({ ...call, group, declared, body, source: 'REALTIME' }, signal);
  const reason = result.kind === 'quarantined' ? result.reason : '';
  deps.metrics.recordings.inc({ result: result.kind, reason });
  deps.log[result.kind === 'quarantined' ? 'warn' : 'info'](
    { event: 'recording_received', ...call.key, result: result.kind, reason },
    'recording received',
  );
  return reply
    .code(statusCodes[result.kind])
    .send({ ...call.key, status: result.kind, sha256: result.sha256, reason });
};

const UNIDENTIFIED = {
  code: 'CALL_UNIDENTIFIED',
  message:
    'send callId before the file, or name the file {groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav',
};
const FORBIDDEN = {
  code: 'TENANT_FORBIDDEN',
  message: "the credential does not reach the call's tenant",
};

/** A recording that names no group belongs to the group that the call's CDRs named. */
const groupOnRecord = async (
  { getCall, registry }: TakeInDeps,
  { key, facts }: ResolvedCall,
): Promise<RegistryGroup | undefined> =>
  facts.groupId === undefined ? registry.findGroup((await getCall(key))?.groupId) : undefined;
