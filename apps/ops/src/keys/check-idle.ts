import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { KeyName } from './kept-credentials.ts';

/** `ofOthers`: when any other key of the service was used last. It is only read if no use of the key is recorded. */
export type KeyUses = { readonly lastUsed: Timestamp | undefined; readonly ofOthers: Timestamp | undefined };

type Force = { readonly evenIfUsed?: boolean; readonly evenIfNeverSeen?: boolean };

/** OCP repeats a push for 24 hours, with the key that it has. */
const IDLE_MS = 86_400_000;

/**
 * A key without a recorded use may be in use: the service records uses since the version that can, and does not stop if a
 * write fails.
 *
 * @throws {WrongArgumentError} for a key that may be in use, unless a person says that it is to end.
 */
export const checkIdle = (
  { id, service }: KeyName,
  { lastUsed, ofOthers }: KeyUses,
  now: Timestamp,
  { evenIfUsed = false, evenIfNeverSeen = false }: Force,
): void => {
  if (lastUsed === undefined) {
    if (!evenIfNeverSeen)
      throw new WrongArgumentError(
        `no use of the key "${id}" is recorded, and that does not prove that it is idle: ${sayWhy(service, ofOthers)}. Expected one that was used and is idle for 24 hours, --at a later time, or --even-if-never-seen`,
      );
  } else if (epochMsOf(now) - epochMsOf(lastUsed) < IDLE_MS && !evenIfUsed)
    throw new WrongArgumentError(
      `the key "${id}" was used at ${lastUsed}; expected one that is idle for 24 hours, --at a later time, or --even-if-used`,
    );
};

const sayWhy = (service: string, ofOthers: Timestamp | undefined): string =>
  ofOthers === undefined
    ? `no use of any key of ${service} is recorded, so ${service} may record none yet`
    : `uses of other keys of ${service} are recorded, the last at ${ofOthers}, but this one may have been used before ${service} recorded uses`;
