/** OCP has no recording of such a call: a test call, a chat, a group that is not recorded. */
export const NO_AUDIO_EXPECTED = 'NO_AUDIO_EXPECTED';

/** Bytes that name no call. Their record is not a call that OCP could be asked for. */
export const CALL_UNIDENTIFIED = 'CALL_UNIDENTIFIED';

/** OCP has deleted the recording, or deletes it before an export could fetch it. */
export const RETENTION_EXPIRED = 'RETENTION_EXPIRED';

/** Whole audio that a business rule of its group keeps in quarantine. */
export const BUSINESS_RULE = 'BUSINESS_RULE';

/** The call has moved to another tenant. Its record there says how it goes on. */
export const MOVED = 'MOVED';

/** Two downloads gave the same rejected bytes: OCP has no better ones, unless it repairs them. */
export const DAMAGED_AT_OCP = 'DAMAGED_AT_OCP';
