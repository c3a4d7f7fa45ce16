import type { CallRecord, StoredAudio } from './call-record.ts';
import { apply, audio, by, ended, key, minute, missing, r1, reported, started, stored } from './test-call.ts';
import { claimLocation } from './transitions/claim-location.ts';
import { expireCall } from './transitions/expire-call.ts';
import { giveUpCall } from './transitions/give-up-call.ts';
import { queueCall } from './transitions/queue-call.ts';
import { recordListed } from './transitions/record-listed.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';
import { releaseCall } from './transitions/release-call.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const rule = {
  maxAttempts: 3,
  retryDelayMs: 15 * MINUTE_MS,
  firstFaultDelayMs: 5 * MINUTE_MS,
  maxFaultDelayMs: DAY_MS,
  dailyDelayMs: DAY_MS,
};
const expiry = { marginMs: 0, promptAttempts: 3 };
const notFound = {
  code: 'NOT_FOUND',
  message: 'not listed',
  isAboutTheCall: true,
  evidence: { exportJobId: 'job-1', listing: 'trusted', listedAt: minute(29), rulesVersion: 1 },
};
const noAudio = { code: 'NO_AUDIO_EXPECTED', message: 'the group is not recorded' };
const rejected = { key: 'bad', sha256: 'bb', reason: 'TRUNCATED', detail: '', at: minute(9) };
const unmet = { name: 'both-sides', version: 2, effect: 'flag', isMet: false, detail: 'a channel is silent' };
const judged = { rulesVersion: 2, businessRules: [unmet] };
const playable = { codec: 'pcm_s16le', channels: 1, sampleRateHz: 8_000, durationMs: 1_800 };
const flagged: StoredAudio = {
  ...audio,
  ...judged,
  flags: ['ONE_SIDE_SILENT', 'SILENT_TAIL', 'TRAILING_DATA', 'BUSINESS_RULE_UNMET'],
  silentTailMs: 70_000,
  trailingBytes: 512,
};
const place = () => ({ bucket: 'b', key: 'k' });
const queued = apply(missing, queueCall(r1, undefined, by(20)));
const listing = { exportJobId: 'job-1', readableUntil: minute(1_440), recordingId: 'rec-1' };
const claimed = apply(queued, recordListed(listing, r1, by(21), place));

/** A call record in each of its states, as this version writes it. */
export const goldenCalls: Readonly<Record<string, CallRecord>> = {
  'call-active': apply(undefined, started),
  'call-end-only': apply(undefined, ended),
  'call-pending': missing,
  'call-start-corrected': apply(
    undefined,
    reported({ eventType: 'CDR_START', timestamp: minute(-480) }, by(1)),
    reported({ eventType: 'CDR_START', timestamp: minute(0) }, by(2)),
  ),
  'call-with-other-fields': apply(
    missing,
    reported(
      { eventType: 'CDR_END', timestamp: minute(2), connectionId: 'conn-1', queue: { name: 'q' } },
      by(4),
    ),
    reported({ eventType: 'CDR_HOLD', heldMs: 3_000 }, by(5)),
  ),
  'call-queued': queued,
  'call-in-progress': claimed,
  'call-released': apply(claimed, releaseCall(r1, notFound, rule, by(30))),
  'call-given-up': apply(missing, expireCall(expiry, by(61 * 1_440))),
  'call-explained': apply(missing, giveUpCall(noAudio, by(20))),
  'call-chat': apply(
    undefined,
    reported({ eventType: 'CDR_END', timestamp: minute(2), channel: 'chat' }, by(3)),
  ),
  'call-quarantined': apply(missing, recordQuarantined(key, {}, rejected, by(9))),
  'call-quarantined-judged': apply(
    missing,
    recordQuarantined(key, {}, { ...rejected, ...judged, audio: playable }, by(9)),
  ),
  'call-stored-judged': apply(
    claimed,
    claimLocation(key, {}, place, by(22)),
    stored({ audio: flagged }, by(23)),
  ),
  'call-stored': apply(claimed, claimLocation(key, {}, place, by(22)), stored({}, by(23))),
};
