import type { Registry } from '@recordings/call-record';
import type { SimulatedGroup } from './plan/draft-call.ts';

/** An app that the registry has no rule for. */
const DEFAULT_APP = 'MainMenu';
const FIRST_ACCOUNT_ID = 101;

/**
 * The registry's groups as OCP sees them, each with its own account id.
 *
 * @param since epoch milliseconds; a group counts as recorded if its recording was on by then.
 */
export const simulatedGroups = ({ groups }: Registry, since: number): SimulatedGroup[] =>
  groups.map(({ name, recording, unrecordedChannels, lineOfBusiness }, at) => ({
    name,
    accountId: String(FIRST_ACCOUNT_ID + at),
    apps: [DEFAULT_APP, ...Object.keys(lineOfBusiness.byApp)],
    isRecorded:
      recording.enabled &&
      !unrecordedChannels.includes('voice') &&
      (recording.since === undefined || Date.parse(recording.since) <= since),
  }));
