import { CallId, type CallKey, type CallRecord, TenantId, UNKNOWN_TENANT } from '@recordings/call-record';
import type { OcpCall } from '../ocp/ocp-script.ts';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';
import { RETENTION_DAYS } from './policies.ts';
import type { ScenarioCall } from './scenario.ts';

/** Beginning of every world, epoch milliseconds. */
export const START_MS = Date.UTC(2026, 0, 15, 10, 20);

/** @param at index of the call in its scenario. */
export const callIdAt = (at: number): CallId => CallId.parse(`call-${at}`);

/** @param at index of the call in its scenario. */
export const callKeyOf = (
  { group, sharer }: Pick<ScenarioCall, 'group' | 'sharer'>,
  at: number,
): CallKey => ({
  tenantId: TenantId.parse(group === 'Shared' ? sharer : 'acme'),
  callId: callIdAt(at),
});

export const startMsOf = ({ startMinute }: ScenarioCall): number => START_MS + startMinute * MINUTE_MS;

export const endMsOf = (call: ScenarioCall): number => startMsOf(call) + call.lastsMinutes * MINUTE_MS;

export const ocpCallOf = (call: ScenarioCall, at: number, recording: Uint8Array): OcpCall => ({
  callId: callIdAt(at),
  groupId: call.group,
  startMs: startMsOf(call),
  endMs: endMsOf(call),
  deletedMs: startMsOf(call) + RETENTION_DAYS * 24 * HOUR_MS,
  recordedMs:
    call.recordedAfterMinutes === 'never' ? Infinity : endMsOf(call) + call.recordedAfterMinutes * MINUTE_MS,
  failingJobs: call.failingJobs,
  badDownloads: call.badDownloads,
  recording,
});

/** Whether the record of a call is under no tenant: a listing of a shared group showed a call that no tenant knows. */
export const isOfNoTenant = ({ tenantId }: Pick<CallRecord, 'tenantId'>): boolean =>
  tenantId === UNKNOWN_TENANT;

/** Whether a call is final without a recording, with the reason on its record. */
export const isExplained = ({ s3Stored, outcome }: CallRecord): boolean =>
  !s3Stored && outcome !== undefined && !outcome.retryable;
