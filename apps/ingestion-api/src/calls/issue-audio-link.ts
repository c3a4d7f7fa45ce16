import {
  type CallKey,
  type CallRecord,
  epochMsOf,
  type Location,
  recordAudioLink,
  type Timestamp,
  type Transition,
  timestampOf,
} from '@recordings/call-record';

/** Required by the requirement documents: a link to audio is valid for 15 minutes. */
const LINK_LIFE_S = 900;

/** A link to audio was issued to the credential `sender`. */
export type AudioLinkEvent = CallKey & {
  readonly type: 'audio_link_issued';
  readonly sender: string;
  readonly validUntil: Timestamp;
};

export type AudioLinkDeps = {
  readonly calls: {
    change<R>(
      key: CallKey,
      transition: Transition<R>,
      likely?: { readonly current: CallRecord | undefined },
    ): Promise<R>;
  };
  readonly presignGet: (location: Location, expiresInS: number) => Promise<string>;
  /** Shards of the reconciliation index, the same for every service of a deployment. */
  readonly shardCount: number;
  readonly now: () => Timestamp;
  /** Name of the service, for the history. */
  readonly by: string;
  /** Reports what happened. It must not throw. */
  readonly note: (event: AudioLinkEvent) => void;
};

export type IssueAudioLink = (call: CallRecord, location: Location, sender: string) => Promise<string>;

/**
 * Makes the function that issues a link to a stored recording. First the history of the call says who asked. If that
 * cannot be written, no link is issued.
 */
export const makeIssueAudioLink =
  ({ calls, presignGet, shardCount, now, by, note }: AudioLinkDeps): IssueAudioLink =>
  async (call, location, sender) => {
    const { tenantId, callId } = call;
    const at = now();
    const validUntil = timestampOf(epochMsOf(at) + LINK_LIFE_S * 1000);
    const context = { group: undefined, shardCount, now: at, by };
    const record = recordAudioLink({ by: sender, validUntil }, context);
    await calls.change({ tenantId, callId }, record, { current: call });
    note({ type: 'audio_link_issued', tenantId, callId, sender, validUntil });
    return presignGet(location, LINK_LIFE_S);
  };
