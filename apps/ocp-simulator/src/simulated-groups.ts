import type { Registry, RegistryGroup } from '@recordings/call-record';
import type { SimulatedGroup } from './plan/draft-call.ts';

/** An app that the registry has no rule for. */
const DEFAULT_APP = 'MainMenu';
const FIRST_ACCOUNT_ID = 101;

/**
 * The registry's groups as OCP sees them, each with its own account id. A group that tenants share is one group of OCP,
 * with the apps of all of them; it is recorded if it is for one of them.
 *
 * @param since epoch milliseconds; a group counts as recorded if its recording was on by then.
 */
export const simulatedGroups = ({ groups }: Registry, since: number): SimulatedGroup[] =>
  [...Map.groupBy(groups, ({ name }) => name)].map(([name, shared], at) => ({
    name,
    accountId: String(FIRST_ACCOUNT_ID + at),
    apps: [
      ...new Set([DEFAULT_APP, ...shared.flatMap(({ lineOfBusiness }) => Object.keys(lineOfBusiness.byApp))]),
    ],
    isRecorded: shared.some((group) => isRecordedBy(group, since)),
  }));

const isRecordedBy = ({ recording, unrecordedChannels }: RegistryGroup, since: number): boolean =>
  recording.enabled &&
  !unrecordedChannels.includes('voice') &&
  (recording.since === undefined || Date.parse(recording.since) <= since);
