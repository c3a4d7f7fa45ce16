import type { CallKey, CdrFacts, IngestionSource, RegistryGroup } from '@recordings/call-record';
import type { Distrust } from './judge-recording.ts';

/** A recording on its way in, by whichever road it comes. */
export type IncomingRecording = {
  /** Read only when the body has come: the key of a recording that names no call is made of its content. */
  readonly key: CallKey;
  /** The group of the call, if the registry knows it. */
  readonly group: RegistryGroup | undefined;
  /** What the sender says of the call; makes the record of a call we have not heard of. */
  readonly facts: CdrFacts;
  readonly body: AsyncIterable<Uint8Array>;
  /** What the sender says of the bytes. `sha256` is lower-case hex. */
  readonly declared: { readonly sizeBytes?: number; readonly sha256?: string };
  readonly source: IngestionSource;
  /** Set if the sender itself cannot be relied on: the bytes are quarantined whatever they are. */
  readonly distrust?: Distrust;
};
