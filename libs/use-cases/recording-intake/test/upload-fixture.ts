import {
  CallId,
  type CallKey,
  type CallRecord,
  Location,
  parseRegistry,
  type Sender,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import type { DeclaredBytes, IdentifiedRecording, RecordingOrigin } from '../src/incoming-recording.ts';
import { admitUpload, makeStoreUpload, type RecordingLabels, type StoreResult } from '../src/index.ts';
import type { UploadEvent } from '../src/upload/upload-event.ts';

export const acme = TenantId.parse('acme');
export const SHA256 = 'ab'.repeat(32);

export const registry = parseRegistry(
  makeRegistryFile({ name: 'Sales', tenant: 'acme' }, { name: 'Bolt', tenant: 'bolt' }),
);

/** A sender that may write the tenant acme only. */
export const acmeSender: Sender = {
  name: 'acme-push',
  id: 'acme',
  tenants: [acme],
  soleTenant: acme,
  mayWrite: (tenantId) => tenantId === 'acme' || tenantId === 'unknown:acme',
};

/** One OCP of two tenants. */
export const twoTenantSender: Sender = {
  name: 'ocp-push',
  id: 'acme+bolt',
  tenants: [acme, TenantId.parse('bolt')],
  soleTenant: undefined,
  mayWrite: () => true,
};

export const NOON = timestampOf(Date.UTC(2026, 0, 15, 12));

/** Stores uploads to nowhere. `steps` lists reads, stores and notes in the order in which they happened. */
export const storeUploads = (
  groupsOnRecord: Readonly<Record<string, string>> = {},
  resultOf: (key: CallKey) => StoreResult = (key) => ({
    kind: 'stored',
    key,
    sha256: SHA256,
    location: Location.parse({ bucket: 'b', key: 'k' }),
  }),
  sender = acmeSender,
) => {
  const steps: string[] = [];
  const notes: UploadEvent[] = [];
  const stored: IdentifiedRecording[] = [];
  const origins: RecordingOrigin[] = [];
  const storeUpload = makeStoreUpload({
    registry,
    getCall: ({ tenantId, callId }) => {
      steps.push('getCall');
      const groupId = groupsOnRecord[tenantId === acme ? callId : `${tenantId}#${callId}`];
      return Promise.resolve(groupId === undefined ? undefined : ({ tenantId, groupId } as CallRecord));
    },
    storeRecording: async ({ origin, body, identify }) => {
      origins.push(origin);
      for await (const _ of body) steps.push('byte');
      const recording = identify({ sha256: SHA256, sizeBytes: 1 });
      stored.push(recording);
      steps.push('stored');
      return resultOf(recording.key);
    },
    note: (event) => {
      notes.push(event);
      steps.push(event.type);
    },
  });
  const store = (labels: RecordingLabels, declared: DeclaredBytes = {}, hasDigests?: boolean) => {
    const admission = admitUpload(labels, registry, sender);
    if (admission.kind === 'refused') throw new Error(admission.code);
    const body = (async function* () {
      yield await Promise.resolve(new Uint8Array(1));
    })();
    const readDeclared = (): DeclaredBytes => {
      steps.push('readDeclared');
      return declared;
    };
    return storeUpload(admission.call, { body, readDeclared, hasDigests }, new AbortController().signal);
  };
  return { store, steps, notes, stored, origins };
};

export const callKey = (callId: string): CallKey => ({ tenantId: acme, callId: CallId.parse(callId) });
