import { createHash } from 'node:crypto';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  CallId,
  type CallKey,
  type CallRecord,
  NO_AUDIO_EXPECTED,
  type Registry,
  recordingKey,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import type { TrueCall } from '../play/simulator-control.ts';
import { objectName } from './object-name.ts';

export type JudgeCallDeps = {
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly s3: S3Client;
  readonly registry: Registry;
};

/** What became of one call. `fault` says what is wrong with it, and names the call. */
export type Finding =
  | { readonly kind: 'stored' | 'corrupted'; readonly record: CallRecord; readonly fault?: string }
  | { readonly kind: 'missing'; readonly record?: CallRecord; readonly fault: string }
  | { readonly kind: 'noAudioExpected'; readonly record?: CallRecord; readonly fault?: string };

/** Compares a call's record and object with what OCP sent. Reads the object and hashes it. */
export const judgeCall = async (deps: JudgeCallDeps, call: TrueCall): Promise<Finding> => {
  // The simulator's sender has several tenants, so it does not say whose call of a shared group it is.
  const tenantId = deps.registry.findGroup(call.groupName)?.tenant ?? UNKNOWN_TENANT;
  const key = { tenantId, callId: CallId.parse(call.callId) };
  const record = await deps.getCall(key);
  if (!call.hasAudio) return judgeChat(call, record);
  if (!record?.s3Stored || !record.location) return missingCall(call, record);

  const { location } = record;
  const sha256 = await hashOf(deps.s3, location.bucket, location.key);
  const sent = [call.sha256, ...(call.secondSha256 ?? [])];
  if (!sent.includes(sha256) || record.audio?.sha256 !== sha256) {
    const object = objectName(location.bucket, location.key);
    const fault = `corrupted: call ${call.callId} at ${object} has sha256 ${sha256}, OCP sent ${call.sha256}`;
    return { kind: 'corrupted', record, fault };
  }
  if (location.key !== recordingKey(key))
    return { kind: 'stored', record, fault: `misplaced: call ${call.callId} is at ${location.key}` };
  return { kind: 'stored', record };
};

const judgeChat = ({ callId }: TrueCall, record: CallRecord | undefined): Finding => {
  if (record?.outcome?.code === NO_AUDIO_EXPECTED) return { kind: 'noAudioExpected', record };
  const fault = `unexplained: call ${callId} has no audio, and its record has no outcome that says so`;
  return { kind: 'noAudioExpected', record, fault };
};

const missingCall = ({ callId, groupName }: TrueCall, record: CallRecord | undefined): Finding => {
  const why = record?.outcome ? `${record.outcome.code}: ${record.outcome.message}` : 'no outcome';
  return { kind: 'missing', record, fault: `missing: call ${callId} of ${groupName} is not stored (${why})` };
};

const hashOf = async (s3: S3Client, bucket: string, key: string): Promise<string> => {
  const hash = createHash('sha256');
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    for await (const chunk of Body as AsyncIterable<Uint8Array>) hash.update(chunk);
    return hash.digest('hex');
  } catch (error) {
    return `none (${(error as Error).name})`;
  }
};
