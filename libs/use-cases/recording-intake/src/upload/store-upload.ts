import type { CallKey, CallRecord, Registry } from '@recordings/call-record';
import type { DeclaredBytes, IncomingRecording, RecordingOrigin } from '../incoming-recording.ts';
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
  /** Called before `body` and again after its last byte: a form may send its checksum behind the file. */
  readonly readDeclared: () => DeclaredBytes;
};

/** Makes the function that stores the recording of an admitted upload, and reports the result. */
export const makeStoreUpload =
  (deps: UploadDeps) =>
  async (
    call: AdmittedCall,
    { body, readDeclared }: UploadBytes,
    signal: AbortSignal,
  ): Promise<StoreResult> => {
    const { group, facts, faultyLabels } = await completeGroup(deps, call);
    const result = await deps.storeRecording(
      {
        origin: { ...originOf(call), source: SOURCE, facts, declared: readDeclared() },
        body,
        identify: (received) => ({
          ...identifyCall(call, received),
          group,
          facts,
          declared: readDeclared(),
          source: SOURCE,
        }),
      },
      signal,
    );
    const { tenantId, callId } = result.key;
    if (!group) deps.note({ type: 'group_unknown', groupName: facts.groupId, callId });
    if (faultyLabels.length > 0) {
      deps.note({ type: 'recording_labels_faulty', labels: faultyLabels, tenantId, callId });
    }
    const reason = result.kind === 'quarantined' ? result.reason : '';
    deps.note({ type: 'recording_received', tenantId, callId, result: result.kind, reason });
    return result;
  };

const SOURCE = 'REALTIME';

const originOf = ({ tenantId, name }: AdmittedCall): Omit<RecordingOrigin, 'source'> =>
  name.kind === 'id' ? { tenantId, callId: name.callId } : { tenantId, nameHash: hashName(name.fileName) };

type GroupOfCall = Pick<AdmittedCall, 'group' | 'facts' | 'faultyLabels'>;

/** A recording whose group is missing or not registered gets the group on the record of its call. */
const completeGroup = async (
  { getCall, registry }: Pick<UploadDeps, 'getCall' | 'registry'>,
  call: AdmittedCall,
): Promise<GroupOfCall> => {
  const { tenantId, name, facts, faultyLabels } = call;
  if (call.group || name.kind !== 'id') return call;
  const groupId = (await getCall({ tenantId, callId: name.callId }))?.groupId;
  if (groupId === undefined) return call;
  const isMistyped = facts.groupId !== undefined && facts.groupId !== groupId;
  return {
    group: registry.findGroup(groupId, tenantId),
    facts: { ...facts, groupId: undefined },
    faultyLabels: isMistyped ? [...faultyLabels, 'groupId'] : faultyLabels,
  };
};
