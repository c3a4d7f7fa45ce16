import type { CallId, CallKey, CallRecord, Registry } from '@recordings/call-record';
import type { Distrust } from '../distrust.ts';
import type { DeclaredBytes, IncomingRecording, RecordingOrigin } from '../incoming-recording.ts';
import { judgeChecksum } from '../judge-recording.ts';
import type { StoreResult } from '../store-recording.ts';
import type { AdmittedCall } from './admit-upload.ts';
import { hashName, identifyCall } from './identify-call.ts';
import type { UploadEvent } from './upload-event.ts';

/** What storing an upload needs from outside. */
export type UploadDeps = {
  readonly registry: Pick<Registry, 'findGroup'>;
  /** A strong read. */
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly storeRecording: (incoming: IncomingRecording, signal: AbortSignal) => Promise<StoreResult>;
  /** Reports what happened. It must not throw. */
  readonly note: (event: UploadEvent) => void;
};

/** The bytes of an upload. */
export type UploadBytes = {
  readonly body: AsyncIterable<Uint8Array>;
  /** The reader of `body` may free the memory of its large chunks. Small ones may belong to a parser or a decoder. */
  readonly ownsChunks?: boolean | undefined;
  /** How many bytes `body` has at most, if the sender says so. */
  readonly expectedBytes?: number | undefined;
  /** Called before `body` and again after its last byte: a form may send its checksum behind the file. */
  readonly readDeclared: () => DeclaredBytes;
  /** Called after the last byte of `body`: whether the bytes are not what the sender says of them. */
  readonly findFault?: (() => Distrust | undefined) | undefined;
  /** Whether the sender declares digests that are not in what `readDeclared` returns before `body`. */
  readonly hasDigests?: boolean | undefined;
};

/** Makes the function that stores the recording of an admitted upload, and reports the result. */
export const makeStoreUpload =
  (deps: UploadDeps) =>
  async (admitted: AdmittedCall, upload: UploadBytes, signal: AbortSignal): Promise<StoreResult> => {
    const call = await completeGroup(deps, admitted);
    const { group, facts } = call;
    const { body, ownsChunks, expectedBytes, readDeclared, findFault, hasDigests } = upload;
    const stored = await deps.storeRecording(
      {
        origin: { ...originOf(call), source: SOURCE, facts, declared: readDeclared(), hasDigests },
        body,
        ownsChunks,
        expectedBytes,
        identify: (received) => ({
          ...distrustOf(findFault?.()),
          ...identifyCall(call, received, findFaultOfUnidentified(call, received, upload)),
          group,
          facts,
          declared: readDeclared(),
          source: SOURCE,
        }),
      },
      signal,
    );
    const result =
      stored.kind === 'quarantined'
        ? { ...stored, ...findFaultOfUnidentified(call, stored, upload) }
        : stored;
    noteResult(deps, call, result);
    return result;
  };

const noteResult = (
  { note }: Pick<UploadDeps, 'note'>,
  { group, facts, faultyLabels }: AdmittedCall,
  result: StoreResult,
): void => {
  const { tenantId, callId } = result.key;
  if (!group) note({ type: 'group_unknown', groupName: facts.groupId, callId });
  if (faultyLabels.length > 0) {
    note({ type: 'recording_labels_faulty', labels: faultyLabels, tenantId, callId });
  }
  const reason = result.kind === 'quarantined' ? result.reason : '';
  const sinceEndMs = result.kind === 'stored' ? result.sinceEndMs : undefined;
  note({
    type: 'recording_received',
    ...{ tenantId, callId, result: result.kind, reason },
    ...(sinceEndMs !== undefined && { sinceEndMs }),
  });
};

/**
 * Finds that the bytes of a recording that names no call do not have a declared digest. The sender must know, because it may
 * have the right bytes. The record stays `CALL_UNIDENTIFIED`: OCP cannot be asked for a call whose id we made.
 */
const findFaultOfUnidentified = (
  { name }: Pick<AdmittedCall, 'name'>,
  { sha256 }: { readonly sha256: string },
  { findFault, readDeclared }: Pick<UploadBytes, 'findFault' | 'readDeclared'>,
): Distrust | undefined =>
  name.kind === 'file' ? (findFault?.() ?? judgeChecksum(sha256, readDeclared())) : undefined;

const distrustOf = (distrust: Distrust | undefined) => distrust && { distrust };

const SOURCE = 'REALTIME';

const originOf = ({ tenantId, name }: AdmittedCall): Omit<RecordingOrigin, 'source'> =>
  name.kind === 'id' ? { tenantId, callId: name.callId } : { tenantId, nameHash: hashName(name.fileName) };

/**
 * A recording whose group is missing or not registered gets the group on the record of its call. Its events may have named
 * the tenant, or only the unregistered group: it goes to their record.
 */
const completeGroup = async (
  { getCall, registry }: Pick<UploadDeps, 'getCall' | 'registry'>,
  admitted: AdmittedCall,
): Promise<AdmittedCall> => {
  const { name } = admitted;
  if (admitted.group || name.kind !== 'id') return admitted;
  const { call, groupId } = await findRecord(getCall, admitted, name.callId);
  if (groupId === undefined) return call;
  const { tenantId, facts, faultyLabels } = call;
  const isMistyped = facts.groupId !== undefined && facts.groupId !== groupId;
  return {
    ...call,
    group: registry.findGroup(groupId, tenantId),
    facts: { ...facts, groupId: undefined },
    faultyLabels: isMistyped ? [...faultyLabels, 'groupId'] : faultyLabels,
  };
};

/** @returns the call under the tenant of its record, and the group that the record has. */
const findRecord = async (
  getCall: UploadDeps['getCall'],
  call: AdmittedCall,
  callId: CallId,
): Promise<{ readonly call: AdmittedCall; readonly groupId: string | undefined }> => {
  const { tenantId, knownAs } = call;
  const record = await getCall({ tenantId, callId });
  if (record || knownAs.length === 0) return { call, groupId: record?.groupId };
  const others = await Promise.all(knownAs.map((other) => getCall({ tenantId: other, callId })));
  const [known, another] = others.filter((other) => other !== undefined);
  // Two tenants may have calls of one id.
  if (!known || another) return { call, groupId: undefined };
  return { call: { ...call, tenantId: known.tenantId }, groupId: known.groupId };
};
