import type {
  CallId,
  CallKey,
  CdrFacts,
  IngestionSource,
  RegistryGroup,
  TenantId,
} from '@recordings/call-record';
import type { Distrust } from './distrust.ts';

/** A recording on its way in: first its bytes, then what it is. */
export type IncomingRecording = {
  /** A staged object carries it as metadata, so that another process can finish the recording after a crash. */
  readonly origin: RecordingOrigin;
  readonly body: AsyncIterable<Uint8Array>;
  /** Only a parser may still read small chunks of `body`. The memory of others is freed once they are sent or staged. */
  readonly ownsChunks?: boolean | undefined;
  /** How many bytes `body` has at most, if its sender says so. A longer body is accepted too. */
  readonly expectedBytes?: number | undefined;
  /**
   * Called once, after the last byte of `body`: a form may send its checksum behind the file, and a recording that names
   * no call gets a key made from its content. It must not throw.
   */
  readonly identify: (received: ReceivedBytes) => IdentifiedRecording;
};

/** What is known of a recording before its bytes. */
export type RecordingOrigin = {
  readonly tenantId: TenantId;
  /** Undefined if the recording names no call. */
  readonly callId?: CallId | undefined;
  /** Of the file name of a recording that names no call: it becomes part of its call id. */
  readonly nameHash?: string | undefined;
  readonly source: IngestionSource;
  readonly facts?: Pick<CdrFacts, 'groupId' | 'conversationId' | 'startedAt'>;
  readonly declared?: DeclaredBytes;
  readonly download?: Download;
  /** The sender declares digests beside `declared`. Only the process that receives the bytes can compare them. */
  readonly hasDigests?: boolean | undefined;
};

/** Where OCP gave the bytes of a download. */
export type Download = { readonly exportJobId: string; readonly recordingId: string };

/** What is known of the bytes when all are received. `sha256` is lower-case hex. */
export type ReceivedBytes = { readonly sha256: string; readonly sizeBytes: number };

/** What the sender says of the bytes. `sha256` is hex. */
export type DeclaredBytes = {
  readonly sizeBytes?: number;
  readonly sha256?: string;
  /** From a listing. Good audio of another size is stored, and flagged. */
  readonly listedSizeBytes?: number;
};

export type IdentifiedRecording = {
  readonly key: CallKey;
  /** The group of the call, if the registry knows it. */
  readonly group: RegistryGroup | undefined;
  /** What the sender says of the call. A call without a record gets one made from these facts. */
  readonly facts: CdrFacts;
  readonly declared: DeclaredBytes;
  readonly source: IngestionSource;
  readonly download?: Download;
  /** Set if the recording must be quarantined whatever its bytes are. */
  readonly distrust?: Distrust;
};
