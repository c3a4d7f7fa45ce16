import { contentTypeOf } from '@recordings/audio';
import {
  type CallKey,
  type CallRecord,
  type ChangeContext,
  claimLocation,
  type Location,
  markStored,
  type QuarantinedObject,
  type RegistryGroup,
  recordManualAction,
} from '@recordings/call-record';
import { ACCEPTED_BY_PERSON, describeReleased } from './describe-audio.ts';
import { ContentChangedError } from './errors.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { type InspectedBytes, inspectBody } from './receive-recording.ts';

export type ReleaseDeps = Pick<IntakeDeps, 'calls' | 'locate' | 'publishStored' | 'now' | 'shardCount'> & {
  readonly store: Pick<IntakeDeps['store'], 'promote' | 'read'>;
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly findGroup: (name: string | undefined, tenantId: string) => RegistryGroup | undefined;
  readonly readQuarantine: (
    key: string,
    signal: AbortSignal,
  ) => Promise<{ readonly body: AsyncIterable<Uint8Array> } | undefined>;
};

/** Which rejected bytes a person accepts. `by` is the person. */
export type Release = CallKey & { readonly sha256: string; readonly by: string; readonly reason: string };

/**
 * - `released`: the bytes are the recording of the call now.
 * - `stored`: the call has a final object already, which is never replaced.
 * - `no call`, `no bytes`: there is no record, or it lists no such bytes, or they are gone.
 */
export type Released = 'released' | 'stored' | 'no call' | 'no bytes';

/**
 * Makes the function that stores rejected bytes as the recording of their call because a person accepts them. The bytes, their
 * verdict and its reason stay in quarantine. Each step may be repeated after a crash.
 */
export const makeReleaseQuarantined =
  (deps: ReleaseDeps) =>
  async (release: Release, signal: AbortSignal): Promise<Released> => {
    const record = await deps.getCall(release);
    if (!record) return 'no call';
    if (record.s3Stored) return publishAgain(deps, release, record);
    const listed = record.quarantined?.find(({ sha256 }) => sha256 === release.sha256);
    const object = listed && (await deps.readQuarantine(listed.key, signal));
    if (!listed || !object) return 'no bytes';
    const inspected = await inspectBody(object.body);
    if (inspected.sha256 !== release.sha256) throw new ContentChangedError(listed.key);
    return (await store(deps, release, record, listed, inspected, signal)) ? 'released' : 'stored';
  };

/** The process that released the bytes may have died before it published them. */
const publishAgain = async (
  { publishStored }: ReleaseDeps,
  { tenantId, callId, sha256 }: Release,
  { audio, location, ingestionSource: source }: CallRecord,
): Promise<Released> => {
  if (audio?.sha256 !== sha256 || !audio.flags.includes(ACCEPTED_BY_PERSON) || !location || !source)
    return 'stored';
  await publishStored({ tenantId, callId, location, sha256, source });
  return 'released';
};

/** @returns false if another recording of the call was faster. */
const store = async (
  deps: ReleaseDeps,
  release: Release,
  record: CallRecord,
  listed: QuarantinedObject,
  inspected: InspectedBytes,
  signal: AbortSignal,
): Promise<boolean> => {
  const { tenantId, callId, by, reason } = release;
  const key = { tenantId, callId };
  const now = deps.now();
  const group = deps.findGroup(record.groupId, tenantId);
  const context: ChangeContext = { group, shardCount: deps.shardCount, now, by };
  const locate = (lineOfBusiness: string | undefined): Location => deps.locate(key, lineOfBusiness);
  await deps.calls.change(
    key,
    recordManualAction({ what: 'release', reason, sha256: release.sha256 }, context),
  );
  const { location, s3Stored } = await deps.calls.change(key, claimLocation(key, {}, locate, context, now));
  if (s3Stored || !(await copy(deps, key, listed.key, location, inspected, signal))) return false;
  const source = listed.downloadedFrom === undefined ? 'REALTIME' : 'RECONCILIATION';
  const times = { receivedAt: listed.at, processedAt: now, storedAt: deps.now() };
  const stored = { location, audio: describeReleased(inspected, group), source, ...times } as const;
  const isStored = (await deps.calls.change(key, markStored(key, stored, context))) === 'stored';
  if (isStored) await deps.publishStored({ ...key, location, sha256: release.sha256, source });
  return isStored;
};

/** @returns whether the place has these bytes now: a copy that a crash left without its record counts. */
const copy = async (
  deps: ReleaseDeps,
  { tenantId, callId }: CallKey,
  from: string,
  location: Location,
  { sha256, sizeBytes, verdict }: InspectedBytes,
  signal: AbortSignal,
): Promise<boolean> => {
  const metadata = { 'call-id': encodeURIComponent(callId), 'tenant-id': encodeURIComponent(tenantId) };
  const facts = { sha256, sizeBytes, contentType: contentTypeOf(verdict), metadata };
  if ((await deps.store.promote(from, location, facts, signal)) === 'created') return true;
  const existing = await deps.store.read(location, signal);
  return existing !== undefined && (await inspectBody(existing.body)).sha256 === sha256;
};
