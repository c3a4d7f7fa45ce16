import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { CallRecord } from '@recordings/call-record';
import type { TrueCall } from '../play/simulator-control.ts';
import { type Finding, type JudgeCallDeps, judgeCall } from './judge-call.ts';
import { objectName } from './object-name.ts';

/** What became of every call, counted from the records and the objects themselves. */
export type Ledger = {
  /** Calls that have a recording. */
  readonly calls: number;
  readonly storedRealtime: number;
  readonly storedReconciled: number;
  readonly noAudioExpected: number;
  readonly missing: number;
  /** Counted as stored too. */
  readonly corrupted: number;
  /** Objects that the services keep but do not trust. */
  readonly quarantined: number;
  /** Objects that no call's record owns. */
  readonly duplicates: number;
  /** What is wrong: a line each, which names the call or object. */
  readonly faults: readonly string[];
  /** The calls of `missing`. */
  readonly missingCalls: readonly TrueCall[];
  /** Records of the calls that are stored as OCP sent them, the earliest call first. */
  readonly stored: readonly CallRecord[];
};

export type CountLedgerDeps = JudgeCallDeps & {
  readonly recordingBuckets: readonly string[];
  readonly quarantineBucket: string;
  /** Names of objects that are none of the day's. */
  readonly before?: ReadonlySet<string>;
};

/** Compares what OCP sent with the records and with every object in S3. */
export const countLedger = async (deps: CountLedgerDeps, truth: readonly TrueCall[]): Promise<Ledger> => {
  const findings: Finding[] = [];
  for (const call of truth) findings.push(await judgeCall(deps, call));

  const owned = new Set(findings.flatMap(objectOf));
  const isOfDay = (name: string): boolean => deps.before?.has(name) !== true;
  const objects = await listObjects(deps.s3, deps.recordingBuckets);
  const surplus = objects.filter((name) => isOfDay(name) && !owned.has(name));
  const quarantined = (await listObjects(deps.s3, [deps.quarantineBucket])).filter(
    (name) => isOfDay(name) && !name.endsWith('.json'), // The reason, beside its recording.
  );
  return {
    calls: truth.filter(({ hasAudio }) => hasAudio).length,
    ...countFindings(findings),
    quarantined: quarantined.length,
    duplicates: surplus.length,
    faults: [
      ...findings.flatMap(({ fault }) => fault ?? []),
      ...surplus.map((name) => `duplicate: ${name} belongs to no call's record`),
    ],
    missingCalls: truth.filter((_, at) => findings[at]!.kind === 'missing'),
    stored: findings
      .flatMap((finding) => (finding.kind === 'stored' ? finding.record : []))
      .sort((a, b) => (a.callTimestamp < b.callTimestamp ? -1 : 1)),
  };
};

/** Records of the calls that reconciliation recovered, the earliest call first. */
export const recoveredCalls = ({ stored }: Ledger): readonly CallRecord[] => stored.filter(isRecovered);

/** Whether every call is stored once, as OCP sent it, or explained. */
export const isComplete = ({ missing, duplicates, corrupted, faults }: Ledger): boolean =>
  missing === 0 && duplicates === 0 && corrupted === 0 && faults.length === 0;

const countFindings = (findings: readonly Finding[]) => {
  const counts = { storedRealtime: 0, storedReconciled: 0, noAudioExpected: 0, missing: 0, corrupted: 0 };
  for (const finding of findings) {
    if (finding.kind === 'stored' || finding.kind === 'corrupted')
      counts[isRecovered(finding.record) ? 'storedReconciled' : 'storedRealtime'] += 1;
    if (finding.kind !== 'stored') counts[finding.kind] += 1;
  }
  return counts;
};

const isRecovered = ({ ingestionSource }: CallRecord): boolean => ingestionSource === 'RECONCILIATION';

const objectOf = ({ record }: Finding): string[] =>
  record?.location ? [objectName(record.location.bucket, record.location.key)] : [];

/** The names of all objects in these buckets. */
export const listObjects = async (client: S3Client, buckets: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const Bucket of buckets) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
      found.push(...Contents.map(({ Key }) => objectName(Bucket, Key ?? '')));
  }
  return found;
};
