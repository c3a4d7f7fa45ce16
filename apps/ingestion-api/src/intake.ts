import type { ProtectGroup, Registry } from '@recordings/call-record';
import type { makeRecordEvents } from '@recordings/event-intake';
import type { makeStoreUpload } from '@recordings/recording-intake';

/** What takes in events and recordings by one version of the registry. A request takes it once, and uses no other version. */
export type Intake = {
  readonly registry: Registry;
  readonly protectGroup: ProtectGroup;
  readonly recordEvents: ReturnType<typeof makeRecordEvents>;
  readonly storeUpload: ReturnType<typeof makeStoreUpload>;
};
