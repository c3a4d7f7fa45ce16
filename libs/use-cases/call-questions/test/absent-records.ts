import {
  CallId,
  type CallRecord,
  type ChangeContext,
  claimCall,
  expireCall,
  parseEvent,
  ReconciliationId,
  recordEvent,
  recordQuarantined,
  releaseCall,
  reopenCall,
  shifted,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { minute, tenantId } from './calls.ts';
import { registry } from './registry.ts';

const DAY_MS = 86_400_000;
const window = ReconciliationId.parse('r-1');
const retryRule = {
  maxAttempts: 1,
  retryDelayMs: 1_000,
  firstFaultDelayMs: 1_000,
  maxFaultDelayMs: DAY_MS,
  dailyDelayMs: DAY_MS,
};

export const deadline = shifted(minute(0), 60 * DAY_MS);
export const group = registry.findGroup('Acme_EN')!;

const by = (now: Timestamp, name = 'test'): ChangeContext => ({ group, shardCount: 4, now, by: name });

const apply = (record: CallRecord | undefined, ...transitions: Transition<unknown>[]): CallRecord => {
  let current = record;
  for (const transition of transitions) current = transition(current).next ?? current;
  return current!;
};

/** A call of one minute from minute `at`, of which no recording came. */
export const missingCall = (id: string, at = 0, channel = 'voice'): CallRecord => {
  const key = { tenantId, callId: CallId.parse(id) };
  const timestamp = minute(at + 1);
  const parsed = parseEvent({
    ...{ eventType: 'CDR_END', timestamp, durationMs: 60_000 },
    ...{ callId: id, groupId: 'Acme_EN', channel },
  });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return apply(undefined, recordEvent(key, parsed.event, by(minute(at + 2), 'ingestion-api')));
};

const expire = (at = 0) =>
  expireCall({ marginMs: 0, promptAttempts: 1 }, by(shifted(deadline, at * 60_000), 'pooler'));

/** OCP was never asked. */
export const expiredCall = (id: string, at = 0): CallRecord => apply(missingCall(id, at), expire(at));

/** OCP's listing lacked it, and its deadline has passed. */
export const absentFromListing = (id: string): CallRecord => {
  const evidence = { exportJobId: 'job-7', listing: 'trusted', listedAt: minute(90), rulesVersion: 1 };
  const reason = { code: 'NOT_FOUND', message: 'not in job-7', isAboutTheCall: true, evidence };
  const context = by(minute(91), 'reconciler-worker');
  return apply(
    missingCall(id),
    claimCall(window, undefined, by(minute(80))),
    releaseCall(window, reason, retryRule, context),
    expire(),
  );
};

export const unidentifiedBytes = (id: string): CallRecord => {
  const key = { tenantId, callId: CallId.parse(id) };
  const bytes = { key: `q/${id}`, reason: 'CALL_UNIDENTIFIED', sha256: 'ab', rulesVersion: 3 };
  return apply(
    undefined,
    recordQuarantined(key, {}, { ...bytes, detail: 'no call id', at: minute(5) }, by(minute(5))),
  );
};

/** A person asked for it again, in vain. */
export const askedForByPerson = (id: string): CallRecord =>
  apply(
    missingCall(id),
    reopenCall({ reason: 'the customer asks' }, 0, by(minute(200), 'arn:aws:iam::1:user/ana')),
    expire(),
  );

/** As a version that kept no evidence wrote it. */
export const withoutEvidence = (record: CallRecord): CallRecord => {
  const { evidence: _, ...outcome } = record.outcome!;
  return { ...record, outcome };
};
