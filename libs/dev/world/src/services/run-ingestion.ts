import {
  type CallKey,
  type ParsedEvent,
  type Sender,
  senderIdOf,
  type TenantId,
} from '@recordings/call-record';
import { makeRecordEvents } from '@recordings/event-intake';
import { admitUpload, makeStoreUpload } from '@recordings/recording-intake';
import { streamOf } from '../objects/virtual-objects.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life, Process } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';
import { makeTimeoutSignal } from '../time/timeout-signal.ts';
import { eventIntakeDepsOf } from './event-intake-deps.ts';
import { makeIntake } from './make-intake.ts';

/** One ingestion-api without its HTTP routes. Each function resolves when OCP would get a 2xx. */
export type IngestionApi = {
  readonly process: Process;
  receiveEvent(event: ParsedEvent, sender: TenantId): Promise<void>;
  /** @param groupId as OCP labels the recording. */
  receiveRecording(key: CallKey, groupId: string, bytes: Uint8Array): Promise<void>;
};

const BY = 'ingestion-api';
const UPLOAD_MS = 10 * MINUTE_MS;

export const runIngestion = (surroundings: Surroundings, process: Process): IngestionApi => {
  const timeoutSignal = makeTimeoutSignal(surroundings.timeline);
  return {
    process,
    receiveEvent: async (parsed, sender) => {
      const recordEvents = recordEventsOf(surroundings, process.life);
      const raw = Buffer.from(JSON.stringify(parsed));
      const events = { body: raw, events: [{ raw, parsed }] };
      await recordEvents(events, senderOf(sender), timeoutSignal(UPLOAD_MS));
    },
    receiveRecording: async ({ tenantId, callId }, groupId, bytes) => {
      const sender = senderOf(tenantId);
      const admission = admitUpload({ callId, groupId }, surroundings.registryNow(process.life), sender);
      if (admission.kind === 'refused') throw new Error(`upload of ${callId} refused: ${admission.code}`);
      const upload = { body: streamOf(bytes), readDeclared: () => ({ sizeBytes: bytes.byteLength }) };
      await storeUploadOf(surroundings, process.life)(admission.call, upload, timeoutSignal(UPLOAD_MS));
    },
  };
};

/** In a world every sender reaches every tenant. */
const senderOf = (tenantId: TenantId): Sender => ({
  name: 'ocp',
  id: senderIdOf([tenantId]),
  tenants: [tenantId],
  soleTenant: tenantId,
  mayWrite: () => true,
});

const recordEventsOf = (surroundings: Surroundings, life: Life) =>
  makeRecordEvents(eventIntakeDepsOf(surroundings, life, BY));

const storeUploadOf = (surroundings: Surroundings, life: Life) =>
  makeStoreUpload({
    registry: surroundings.registryNow(life),
    getCall: storesOf(surroundings.tables, life).calls.get,
    storeRecording: makeIntake(surroundings, life, BY),
    note: () => undefined,
  });
