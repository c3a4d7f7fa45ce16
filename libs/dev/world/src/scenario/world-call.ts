import {
  CallId,
  type CallKey,
  type CallRecord,
  hasCopiedObject,
  isTombstone,
  type Registry,
  TenantId,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import type { OcpCall } from '../ocp/ocp-script.ts';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';
import { type OwnershipPlan, ownershipAt } from './ownership.ts';
import { RETENTION_DAYS } from './policies.ts';
import type { ScenarioCall } from './scenario.ts';

/** Beginning of every world, epoch milliseconds. */
export const START_MS = Date.UTC(2026, 0, 15, 10, 20);

/** @param at index of the call in its scenario. */
export const callIdAt = (at: number): CallId => CallId.parse(`call-${at}`);

/** The call under the tenant whose credentials OCP sends it with. @param at index of the call in its scenario. */
export const callKeyOf = (
  { group, sharer }: Pick<ScenarioCall, 'group' | 'sharer'>,
  at: number,
): CallKey => ({
  tenantId: TenantId.parse(group === 'Shared' ? sharer : 'acme'),
  callId: callIdAt(at),
});

/** The call under the tenant that it must end under. @param at index of the call in its scenario. */
export const ownKeyOf = (
  { ownerships = [] }: { readonly ownerships?: readonly OwnershipPlan[] | undefined },
  call: ScenarioCall,
  at: number,
): CallKey => {
  const plan = ownerships.find(({ group }) => group === call.group);
  const { tenantId, callId } = callKeyOf(call, at);
  return { tenantId: (plan && ownershipAt(plan, Infinity)?.tenant) ?? tenantId, callId };
};

export const startMsOf = ({ startMinute }: ScenarioCall): number => START_MS + startMinute * MINUTE_MS;

export const endMsOf = (call: ScenarioCall): number => startMsOf(call) + call.lastsMinutes * MINUTE_MS;

export const ocpCallOf = (call: ScenarioCall, at: number, recording: Uint8Array): OcpCall => ({
  callId: callIdAt(at),
  groupId: call.group,
  startMs: startMsOf(call),
  endMs: endMsOf(call),
  deletedMs: Math.max(
    startMsOf(call) + RETENTION_DAYS * 24 * HOUR_MS,
    START_MS + (call.keptUntilMinute ?? -Infinity) * MINUTE_MS,
  ),
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

/** Whether nothing is left to do for a record: it is under its tenant, stored or explained, or it is a tombstone. */
export const isFinal = (call: CallRecord, registry: Registry): boolean => {
  if (isTombstone(call)) return !hasCopiedObject(call);
  return isOfNoTenant(call) || ((call.s3Stored || isExplained(call)) && !isMisplaced(call, registry));
};

/** Whether one tenant has the group of a call, and the record is under another. */
export const isMisplaced = ({ tenantId, groupId }: CallRecord, registry: Registry): boolean =>
  (registry.findGroup(groupId, tenantId)?.tenant ?? tenantId) !== tenantId;
