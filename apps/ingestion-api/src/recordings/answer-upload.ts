import { CALL_UNIDENTIFIED } from '@recordings/call-record';
import {
  admitUpload,
  CHECKSUM_MISMATCH,
  type RecordingLabels,
  type StoreResult,
  type UploadBytes,
} from '@recordings/recording-intake';
import type { Authenticate } from '@recordings/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Intake } from '../intake.ts';
import { refuse } from '../refusals.ts';
import { senderOf } from '../sender-of.ts';
import { withinTime } from '../within-time.ts';

export type UploadRouteDeps = {
  readonly authenticate: Authenticate;
  readonly intake: () => Intake;
  readonly maxRecordingBytes: number;
  /** A longer upload is aborted; the sender sends it again. */
  readonly maxUploadMs: number;
};

export type Upload = UploadBytes & { readonly labels: RecordingLabels };

/** Each of them means that the recording is durable. */
const statusByResult = {
  stored: 201,
  'stored before': 200,
  quarantined: 202,
} as const satisfies Record<StoreResult['kind'], number>;

const messages = {
  [CALL_UNIDENTIFIED]:
    'send callId before the file, or name the file {groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav',
  TENANT_FORBIDDEN: "the credential does not reach the call's tenant",
} as const;

/** Stores one upload and answers it. */
export const answerUpload = async (
  { intake, maxUploadMs }: UploadRouteDeps,
  upload: Upload,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { credential } = request;
  const sender = senderOf(credential);
  const { registry, protectGroup, storeUpload } = intake();
  const admission = admitUpload(upload.labels, registry, sender);
  request.tenantId = admission.tenantId;
  if (admission.kind === 'refused') return refuse(reply, admission.code, messages[admission.code]);

  const { facts } = admission.call;
  const protect = protectGroup(facts.groupId, sender.soleTenant);
  const call = { ...admission.call, facts: protect.value(facts) };
  const result = await withinTime(maxUploadMs, (signal) => storeUpload(call, upload, signal));
  if (result.kind === 'quarantined' && result.reason === CHECKSUM_MISMATCH) {
    const message = `${result.detail}; they are kept in quarantine; send the recording again`;
    return refuse(reply, CHECKSUM_MISMATCH, message);
  }
  const reason = result.kind === 'quarantined' ? result.reason : '';
  return reply
    .code(statusByResult[result.kind])
    .send({ ...result.key, status: result.kind, sha256: result.sha256, reason });
};
