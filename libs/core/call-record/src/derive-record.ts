import type { CallRecord } from './call-record.ts';
import {
  type CdrFacts,
  type FactSource,
  findReported,
  sourcesByPrecedence,
  type technicalFields,
} from './cdr/cdr-facts.ts';
import type { DeriveContext } from './change-context.ts';
import { deriveDeadline } from './deadline.ts';
import { deriveReconciliation } from './derive-reconciliation.ts';
import { flagAudio } from './flag-audio.ts';
import { findGroupOfCall, isGroupKnown } from './group-of-call.ts';
import type { GroupId } from './ids.ts';
import { findFittingStart, isStartImpossible } from './impossible-start.ts';
import { lineOfBusinessOf } from './registry.ts';
import { chooseStart } from './reported-starts.ts';
import type { Timestamp } from './timestamp.ts';

const ends: readonly FactSource[] = ['end', 'ivrEnd'];

/**
 * Fills in every field that follows from others. Each field has one order of precedence among its sources, so that
 * events in any order give the same record.
 *
 * If the caller knows no group of the call, the record keeps what a registered group gave it.
 */
export const deriveRecord = (record: CallRecord, given: DeriveContext): CallRecord => {
  const { facts } = record;
  const context = { ...given, group: findGroupOfCall(facts, given.group) };
  const report = <F extends keyof CdrFacts>(field: F, order = sourcesByPrecedence) =>
    findReported(facts, field, order);
  const callTimestamp = deriveStart(record);
  const next: CallRecord = {
    ...record,
    groupId: deriveGroupId(record, context),
    conversationId: report('conversationId'),
    lineOfBusiness: lineOfBusinessOf(context.group, report('app')) ?? record.lineOfBusiness,
    customerId: report('customerId'),
    channel: report('channel'),
    direction: report('direction'),
    callTimestamp,
    callEndTimestamp: report('endedAt', ends),
    durationMs: report('durationMs', ends),
    exitStatus: report('exitStatus', ends),
    ivrResult: report('ivrResult', ['ivrEnd', 'end']),
    technical: deriveTechnical(record.facts) ?? record.technical,
    hasCdrEnd: record.hasCdrEnd || facts.end !== undefined,
    recoverableUntil: deriveDeadline(record, callTimestamp, context),
    isDiscovered: facts.discovered !== undefined || undefined,
  };
  next.cdrEndReceivedAt = record.cdrEndReceivedAt ?? (next.hasCdrEnd ? context.now : undefined);
  next.callStatus = deriveCallStatus(next);
  next.audioFlags = flagAudio(next, context);
  return { ...next, ...deriveReconciliation(next, context) };
};

/** Of an impossible start only this is sure: the call is known since then. Another event may have a start that fits. */
const deriveStart = ({ facts, createdAt, callTimestamp }: CallRecord): Timestamp =>
  isStartImpossible(facts)
    ? (findFittingStart(facts, createdAt) ?? createdAt)
    : (chooseStart(facts) ?? callTimestamp);

const deriveGroupId = (record: CallRecord, { group }: DeriveContext): GroupId | undefined => {
  if (group) return group.name;
  if (isGroupKnown(record)) return record.groupId;
  const named =
    findReported(record.facts, 'groupId', sourcesByPrecedence) ??
    findReported(record.facts, 'unknownGroupId', sourcesByPrecedence);
  return (named as GroupId | undefined) ?? record.groupId;
};

/** @returns undefined if no source reports anything. */
const deriveTechnical = (facts: CallRecord['facts']): CallRecord['technical'] => {
  const report = <F extends keyof typeof technicalFields>(field: F) =>
    findReported(facts, field, sourcesByPrecedence);
  const technical = {
    connectionId: report('connectionId'),
    deviceType: report('deviceType'),
    accountId: report('accountId'),
    endType: report('endType'),
    kvps: findReported(facts, 'kvps', ['end', 'ivrEnd', 'start']),
  };
  const reported = Object.entries(technical).filter(([, value]) => value !== undefined);
  return reported.length === 0 ? undefined : Object.fromEntries(reported);
};

/** OCP's words for a call that ended in the flow: the caller or the flow hung up, or the flow came to its end. */
const FLOW_ENDS = ['FAR_HUP', 'NEAR_HUP', 'NORMAL'];

const deriveCallStatus = (record: CallRecord): CallRecord['callStatus'] => {
  const { ivrEnd } = record.facts;
  const wasTransferred =
    /transfer/i.test(record.exitStatus ?? '') || /transfer/i.test(ivrEnd?.exitStatus ?? '');
  if (record.hasCdrEnd && record.s3Stored) return 'COMPLETED';
  const endedInFlow = ivrEnd !== undefined || FLOW_ENDS.includes(record.exitStatus?.toUpperCase() ?? '');
  if (record.hasCdrEnd) return endedInFlow && !wasTransferred ? 'FINISHED_IVR' : 'FINISHED_AGENT';
  return ivrEnd === undefined || wasTransferred ? 'ACTIVE' : 'FINISHED_IVR';
};
