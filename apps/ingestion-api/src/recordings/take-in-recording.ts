import { CALL_UNIDENTIFIED, type CallKey, type CallRecord, type Registry } from '@recordings/call-record';
import type { IncomingRecording, StoreResult } from '@recordings/recording-intake';
import { type Logger, mayWrite, soleTenantOf } from '@recordings/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IngestionMetrics } from '../ingestion-metrics.ts';
import { type RecordingLabels, type ResolvedCall, resolveCall } from './resolve-call.ts';
import { type UnidentifiedRecording, unidentifiedRecording } from './unidentified-recording.ts';

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
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { credential } = request;
  const call = resolveCall(labels, deps.registry, soleTenantOf(credential));
  request.tenantId = call.tenantId;
  const upload = identified(call, body) ?? unidentified(call, labels, body);
  if (!upload) return reply.code(400).send(UNIDENTIFIED);
  const isForeign = labels.tenantId !== undefined && call.group && labels.tenantId !== call.group.tenant;
  if (isForeign || !mayWrite(credential, call.tenantId)) return reply.code(403).send(FORBIDDEN);

  const { group, facts, faultyLabels } = await withGroupOnRecord(deps, call);
  const signal = AbortSignal.timeout(deps.maxUploadMs);
  // Not spread: the key of an unidentified recording is made when its bytes have come.
  const incoming: IncomingRecording = Object.assign(upload, {
    group,
    facts,
    declared,
    source: 'REALTIME' as const,
  });
  const result = await deps.storeRecording(incoming, signal);
  tellFaults(deps, incoming, faultyLabels);
  const reason = result.kind === 'quarantined' ? result.reason : '';
  deps.metrics.recordings.inc({ result: result.kind, reason });
  deps.log[result.kind === 'quarantined' ? 'warn' : 'info'](
    { event: 'recording_received', ...incoming.key, result: result.kind, reason },
    'recording received',
  );
  return reply
    .code(statusCodes[result.kind])
    .send({ ...incoming.key, status: result.kind, sha256: result.sha256, reason });
};

type Identified = Pick<IncomingRecording, 'key' | 'body'>;

const identified = ({ tenantId, callId }: ResolvedCall, body: Upload['body']): Identified | undefined =>
  callId && { key: { tenantId, callId }, body };

const unidentified = (
  { tenantId }: ResolvedCall,
  { fileName = '' }: RecordingLabels,
  body: Upload['body'],
): UnidentifiedRecording | undefined =>
  fileName === '' ? undefined : unidentifiedRecording(fileName, tenantId, body);

const UNIDENTIFIED = {
  code: CALL_UNIDENTIFIED,
  message:
    'send callId before the file, or name the file {groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav',
};
const FORBIDDEN = {
  code: 'TENANT_FORBIDDEN',
  message: "the credential does not reach the call's tenant",
};

/** A recording that names no group, or one that nobody registered, belongs to the group of its call's record. */
const withGroupOnRecord = async (
  { getCall, registry }: TakeInDeps,
  call: ResolvedCall,
): Promise<Pick<ResolvedCall, 'group' | 'facts' | 'faultyLabels'>> => {
  const { tenantId, callId, facts, faultyLabels } = call;
  if (call.group || !callId) return call;
  const groupId = (await getCall({ tenantId, callId }))?.groupId;
  if (groupId === undefined) return call;
  const isMistyped = facts.groupId !== undefined && facts.groupId !== groupId;
  return {
    group: registry.findGroup(groupId),
    facts: { ...facts, groupId: undefined },
    faultyLabels: isMistyped ? [...faultyLabels, 'groupId'] : faultyLabels,
  };
};

const tellFaults = (
  { metrics, log }: TakeInDeps,
  { key, group, facts }: IncomingRecording,
  faultyLabels: ResolvedCall['faultyLabels'],
): void => {
  if (!group) {
    metrics.unknownGroup.inc();
    log.warn({ event: 'group_unknown', groupName: facts.groupId, callId: key.callId }, 'kept');
  }
  if (faultyLabels.length === 0) return;
  for (const label of faultyLabels) metrics.faultyLabels.inc({ label });
  log.warn(
    { event: 'recording_labels_faulty', labels: faultyLabels, ...key },
    'labels of a recording cannot be used, or contradict others',
  );
};
