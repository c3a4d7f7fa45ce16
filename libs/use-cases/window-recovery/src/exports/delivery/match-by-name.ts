import { CallId, parseRecordingName } from '@recordings/call-record';
import type { OcpRecording } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { findOwners, listPossibleTenants, MAX_LOOK_UP } from './find-owners.ts';
import type { KeepDelivering } from './keep-delivering.ts';
import { byPromise, type Listing } from './read-listing.ts';

type Recordings = Listing['recordings'];

/**
 * Gives a recording to the call that OCP's file name names, if only that call has a record. A row may name a call by an
 * id of its own, such as that of the conversation. Only rows that name two calls cost a look-up.
 */
export const matchByName = async (
  deps: Pick<RecoveryDeps, 'findExistingCalls' | 'registry' | 'ocpHost'>,
  group: RecoveredGroup,
  listing: Listing,
  keepDelivering: KeepDelivering,
): Promise<Listing> => {
  const named = listNamed(listing.recordings);
  if (named.length === 0) return listing;
  const asked = [...new Set(named.flat())];
  const tenantIds = listPossibleTenants(deps, group);
  const known = new Set<CallId>();
  for (let at = 0; at < asked.length; at += MAX_LOOK_UP) {
    await keepDelivering();
    const owners = await findOwners(deps, tenantIds, asked.slice(at, at + MAX_LOOK_UP));
    for (const callId of owners.keys()) known.add(callId);
  }
  const isOtherCall = (callId: CallId, name: CallId): boolean => !known.has(callId) && known.has(name);
  return { ...listing, recordings: regroup(listing.recordings, isOtherCall) };
};

/** The call of a row, with the other one that its file name names. */
const listNamed = (recordings: Recordings): readonly (readonly [CallId, CallId])[] =>
  [...recordings].flatMap(([callId, rows]) =>
    rows.flatMap((row): [CallId, CallId][] => {
      const name = callIdOfName(row);
      return name === undefined || name === callId ? [] : [[callId, name]];
    }),
  );

const callIdOfName = ({ fileName }: OcpRecording): CallId | undefined =>
  fileName === undefined ? undefined : CallId.safeParse(parseRecordingName(fileName)?.dialogId).data;

const regroup = (
  recordings: Recordings,
  isOtherCall: (callId: CallId, name: CallId) => boolean,
): Recordings => {
  const regrouped = new Map<CallId, OcpRecording[]>();
  for (const [callId, rows] of recordings) {
    for (const row of rows) {
      const name = callIdOfName(row);
      const owner = name !== undefined && isOtherCall(callId, name) ? name : callId;
      regrouped.set(owner, [
        ...(regrouped.get(owner) ?? []),
        owner === callId ? row : { ...row, callId: owner },
      ]);
    }
  }
  return byPromise(regrouped);
};
