import { createHash } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import {
  CallId,
  type CallKey,
  type CallRecord,
  NO_AUDIO_EXPECTED,
  type Registry,
  recordingKey,
} from '@recordings/call-record';
import type { TrueCall } from '../play/simulator-control.ts';

/** What became of every call, read from the records and from every object itself. */
export type Ledger = {
  /** Calls that have a recording. */
  readonly calls: number;
  readonly storedRealtime: number;
  readonly storedReconciled: number;
  readonly noAudioExpected: number;
  /** Objects that are kept and not trusted. */
  readonly quarantined: number;
  readonly missing: number;
  readonly duplicates: number;
  readonly corrupted: number;
  /** What is wrong, a line each, with the call's name. */
  readonly faults: readonly string[];
  /** Records of the calls that are stored as they were sent, the earliest first. */
  readonly stored: readonly CallRecord[];
};

export type CountLedgerDeps = {
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly s3: S3Client;
  readonly recordingBuckets: readonly string[];
  readonly quarantineBucket: string;
  readonly registry: Registry;
};

type Finding = {
  readonly kind: keyof typeof noFindings;
  readonly record?: CallRecord;
  readonly fault?: string;
};

const noFindings = { storedRealtime: 0, storedReconciled: 0, noAudioExpected: 0, missing: 0, corrupted: 0 };

/** Compares what OCP sent with what stands in S3: every object is read back and hashed, every bucket is listed. */
export const countLedger = async (deps: CountLedgerDeps, truth: readonly TrueCall[]): Promise<Ledger> => {
  const counts = { ...noFindings };
  const faults: string[] = [];
  const stored: CallRecord[] = [];
  const expectedKeys = new Set<string>();
  for (const call of truth) {
    const finding = await judge(deps, call);
    if (finding.kind === 'corrupted') counts[sourceOf(finding.record)] += 1;
    counts[finding.kind] += 1;
    if (finding.fault !== undefined) faults.push(finding.fault);
    if (finding.kind === 'storedReconciled' || finding.kind === 'storedRealtime')
      stored.push(finding.record!);
    if (finding.record?.location)
      expectedKeys.add(place(finding.record.location.bucket, finding.record.location.key));
  }
  const surplus = (await listAll(deps, deps.recordingBuckets)).filter((object) => !expectedKeys.has(object));
  faults.push(...surplus.map((object) => `duplicate: ${object} belongs to no call's record`));
  const quarantined = (await listAll(deps, [deps.quarantineBucket])).filter(
    (object) => !object.endsWith('.json'),
  );
  const withAudio = truth.filter(({ hasAudio }) => hasAudio).length;
  stored.sort((a, b) => (a.callTimestamp < b.callTimestamp ? -1 : 1));
  return {
    calls: withAudio,
    ...counts,
    quarantined: quarantined.length,
    duplicates: surplus.length,
    faults,
    stored,
  };
};

/** Those of them that came home by reconciliation. */
export const rescuedOf = ({ stored }: Ledger): readonly CallRecord[] =>
  stored.filter(({ ingestionSource }) => ingestionSource === 'RECONCILIATION');

/** Whether there is nothing left to wish for: every call stored, once, as it was sent. */
export const isComplete = ({ missing, duplicates, corrupted, faults }: Ledger): boolean =>
  missing === 0 && duplicates === 0 && corrupted === 0 && faults.length === 0;

const judge = async (deps: CountLedgerDeps, call: TrueCall): Promise<Finding> => {
  const tenantId = deps.registry.findGroup(call.groupName)!.tenant;
  const record = await deps.getCall({ tenantId, callId: CallId.parse(call.callId) });
  if (!call.hasAudio) {
    if (record?.outcome?.code === NO_AUDIO_EXPECTED) return { kind: 'noAudioExpected', record };
    return {
      kind: 'noAudioExpected',
      record,
      fault: `unexplained: call ${call.callId} has no audio, and no outcome says so`,
    };
  }
  if (!record?.s3Stored || !record.location) {
    const why = record?.outcome ? `${record.outcome.code}: ${record.outcome.message}` : 'no outcome';
    return {
      kind: 'missing',
      record,
      fault: `missing: call ${call.callId} of ${call.groupName} is not stored (${why})`,
    };
  }
  const { bucket, key } = record.location;
  const sha256 = await hashOf(deps.s3, bucket, key);
  if (sha256 !== call.sha256 || record.audio?.sha256 !== call.sha256) {
    const fault = `corrupted: call ${call.callId} at s3://${bucket}/${key} has sha256 ${sha256}, OCP sent ${call.sha256}`;
    return { kind: 'corrupted', record, fault };
  }
  if (key !== recordingKey({ tenantId, callId: CallId.parse(call.callId) })) {
    return { kind: sourceOf(record), record, fault: `misplaced: call ${call.callId} is at ${key}` };
  }
  return { kind: sourceOf(record), record };
};

const sourceOf = (record: CallRecord | undefined): 'storedRealtime' | 'storedReconciled' =>
  record?.ingestionSource === 'RECONCILIATION' ? 'storedReconciled' : 'storedRealtime';

const place = (bucket: string, key: string): string => `s3://${bucket}/${key}`;

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

const listAll = async ({ s3 }: CountLedgerDeps, buckets: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const Bucket of buckets) {
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
      found.push(...(page.Contents ?? []).map(({ Key }) => place(Bucket, Key ?? '')));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }
  return found;
};
